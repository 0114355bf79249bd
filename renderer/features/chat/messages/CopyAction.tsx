import { useTimeout } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../../../api';
import { notifyError } from '../../../components/errors/notifyError';
import { ToolbarAction } from './ToolbarAction';

const confirmationMs = 1500;

/** Copies a message and says so for a moment. */
export function CopyAction({ text }: { text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const { start } = useTimeout(() => setIsCopied(false), confirmationMs);
  const copy = async () => {
    try {
      await api.application.copyText({ text });
      setIsCopied(true);
      start();
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <ToolbarAction
      label={isCopied ? 'Copied' : 'Copy'}
      icon={isCopied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      onClick={() => void copy()}
    />
  );
}
