import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import classes from './sidebar.module.css';

const longestTitle = 200;

interface RenameFieldProps {
  title: string;
  /** Default: New title. */
  label?: string;
  /** Called once, with the new title or null when the user gave up. */
  onFinish: (title: string | null) => void;
}

/** A title being edited in place: Enter or leaving keeps it, Escape gives up, an empty one changes nothing. */
export function RenameField({ title, label = 'New title', onFinish }: RenameFieldProps) {
  const [text, setText] = useState(title);
  const input = useRef<HTMLInputElement>(null);
  const isFinished = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const finish = (next: string | null) => {
    if (isFinished.current) return;
    isFinished.current = true;
    onFinish(next === null || next.trim() === '' ? null : next.trim());
  };
  return (
    <TextInput
      ref={input}
      className={classes.rename}
      size="xs"
      aria-label={label}
      maxLength={longestTitle}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => finish(text)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        finish(event.key === 'Enter' ? text : null);
      }}
    />
  );
}
