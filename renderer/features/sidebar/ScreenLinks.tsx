import { NavLink } from '@mantine/core';
import { useNavigation, type Screen } from '../../navigation';
import { useIsVeilShown } from '../compare/useIsVeilShown';
import { useModels, useModelStatus } from '../models/queries';
import { modelStatusWords } from '../models/modelStatusWords';
import { screenLinks } from './screenLinkTable';
import classes from './sidebar.module.css';

/** The way to the other screens, with the model's state beside its own. */
export function ScreenLinks() {
  const screen = useNavigation((state) => state.screen);
  const showScreen = useNavigation((state) => state.showScreen);
  const status = useModelStatus().data;
  const models = useModels().data;
  // The model that was used last gave the last answer.
  const isVeilShown = useIsVeilShown(screen === 'compare');
  const words = isVeilShown
    ? 'Hidden during a blind comparison'
    : status && modelStatusWords(status, models ?? []);
  const description = (target: Screen) => (target === 'models' ? words : undefined);
  return (
    <div className={classes.links}>
      {screenLinks.map(({ screen: target, label, Icon }) => (
        <NavLink
          key={target}
          component="button"
          className={classes.link}
          label={label}
          description={description(target)}
          leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
          active={screen === target}
          aria-current={screen === target ? 'page' : undefined}
          color="gray"
          onClick={() => showScreen(target)}
        />
      ))}
    </div>
  );
}
