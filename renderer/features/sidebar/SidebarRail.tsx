import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftExpand, IconMessagePlus, IconSearch } from '@tabler/icons-react';
import { useNavigation } from '../../navigation';
import { runCommand, type CommandId } from '../shortcuts/commands';
import { screenLinks } from './screenLinkTable';
import classes from './sidebar.module.css';
import { useFocusAfterToggle } from './useFocusAfterToggle';

const railCommands = [
  { command: 'new-conversation', label: 'New chat', Icon: IconMessagePlus },
  { command: 'search', label: 'Search all chats', Icon: IconSearch },
] as const satisfies readonly { command: CommandId; label: string; Icon: unknown }[];

/** The closed sidebar: a column of icons with the same ways out. */
export function SidebarRail({ isToggled }: { isToggled: boolean }) {
  const screen = useNavigation((state) => state.screen);
  const showScreen = useNavigation((state) => state.showScreen);
  const expand = useFocusAfterToggle(isToggled);
  return (
    <div className={classes.rail}>
      <Tooltip label="Show the sidebar" position="right">
        <ActionIcon
          ref={expand}
          size="lg"
          aria-label="Show the sidebar"
          aria-expanded={false}
          onClick={() => runCommand('toggle-sidebar')}
        >
          <IconLayoutSidebarLeftExpand size={20} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {railCommands.map(({ command, label, Icon }) => (
        <Tooltip key={command} label={label} position="right">
          <ActionIcon size="lg" aria-label={label} onClick={() => runCommand(command)}>
            <Icon size={20} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
      <div className={classes.railGap} />
      {screenLinks.map(({ screen: target, label, Icon }) => (
        <Tooltip key={target} label={label} position="right">
          <ActionIcon
            size="lg"
            variant={screen === target ? 'light' : 'subtle'}
            aria-label={label}
            aria-current={screen === target ? 'page' : undefined}
            onClick={() => showScreen(target)}
          >
            <Icon size={20} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}
