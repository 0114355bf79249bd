import { useTimeout } from '@mantine/hooks';
import { useState } from 'react';
import { api } from '../../../../api';
import { notifyError } from '../../../../components/errors/notifyError';

const confirmationMs = 1500;

/** Copies text to the clipboard and tells for a moment that it did; a failure is shown. */
export function useCopyText(): { isCopied: boolean; copy: (text: string) => void } {
  const [isCopied, setIsCopied] = useState(false);
  const { start } = useTimeout(() => setIsCopied(false), confirmationMs);
  const copyText = async (text: string) => {
    try {
      await api.application.copyText({ text });
      setIsCopied(true);
      start();
    } catch (error) {
      notifyError(error);
    }
  };
  return { isCopied, copy: (text) => void copyText(text) };
}
