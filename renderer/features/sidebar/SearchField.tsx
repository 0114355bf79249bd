import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useNavigation } from '../../navigation';

interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
}

/** The search over all chats. Down goes to the hits, Escape ends the search. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const isRequested = useNavigation((state) => state.isSearchRequested);
  const setSearchRequested = useNavigation((state) => state.setSearchRequested);
  // A drawer moves the focus after its content was drawn, so it has to be told where to.
  const [wasRequestedAtFirst] = useState(isRequested);
  useEffect(() => {
    if (!isRequested) return;
    setSearchRequested(false);
    input.current?.select();
    input.current?.focus();
  }, [isRequested, setSearchRequested]);
  return (
    <TextInput
      ref={input}
      data-autofocus={wasRequestedAtFirst || undefined}
      type="search"
      role="searchbox"
      aria-label="Search all chats"
      placeholder="Search"
      size="sm"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        value !== '' && (
          <CloseButton
            size="sm"
            aria-label="Clear the search"
            onClick={() => {
              onChange('');
              input.current?.focus();
            }}
          />
        )
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') {
          event.preventDefault();
          document.querySelector<HTMLElement>('#search-hits button, [data-chat-row][tabindex="0"]')?.focus();
        }
        if (event.key === 'Escape' && value !== '') {
          event.stopPropagation();
          onChange('');
        }
      }}
    />
  );
}
