import { useDisclosure } from '@mantine/hooks';
import type { AdapterChoice } from '../../../../preload/contract/adapters';
import { useCommand } from '../../shortcuts/commands';
import { AdapterButton } from './AdapterButton';
import type { ChatAdapters } from './chatAdapters';

interface AdapterChipProps {
  adapters: ChatAdapters;
  onChange: (choices: AdapterChoice[]) => void;
}

/** Which adapters are on in this chat, beside its model. */
export function AdapterChip({ adapters, onChange }: AdapterChipProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  useCommand('choose-adapters', open);
  return (
    <AdapterButton
      look="chip"
      adapters={adapters}
      note="Applies from your next message."
      isOpen={isOpen}
      onOpenChange={(next) => (next ? open() : close())}
      onChange={onChange}
    />
  );
}
