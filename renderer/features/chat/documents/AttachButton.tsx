import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import type { Attaching } from './useAttaching';

/** Asks for files to answer from. */
export function AttachButton({ attaching }: { attaching: Attaching }) {
  return (
    <Tooltip label="Attach files">
      <ActionIcon
        size="md"
        aria-label="Attach files"
        loading={attaching.isAttaching}
        onClick={attaching.choose}
      >
        <IconPaperclip size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
