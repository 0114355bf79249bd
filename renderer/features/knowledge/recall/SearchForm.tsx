import { Button, Group, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { Collection } from '../../../../preload/contract/knowledge';
import classes from './recall.module.css';

interface SearchFormProps {
  text: string;
  /** Null: everything. */
  collectionId: string | null;
  collections: readonly Collection[];
  isSearching: boolean;
  onText: (text: string) => void;
  onCollection: (id: string | null) => void;
  onSearch: () => void;
}

const everything = '';
const longestQuery = 2000;

/** What to look for, and where. */
export function SearchForm(props: SearchFormProps) {
  const { text, collectionId, collections, isSearching, onText, onCollection, onSearch } = props;
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '' && !isSearching) onSearch();
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput
          className={classes.query}
          label="Question"
          placeholder="What would you ask your documents?"
          maxLength={longestQuery}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
        />
        <Select
          className={classes.scope}
          label="Search in"
          allowDeselect={false}
          data={[
            { value: everything, label: 'Everything' },
            ...collections.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={collectionId ?? everything}
          onChange={(value) => onCollection(value === null || value === everything ? null : value)}
        />
        <Button
          type="submit"
          leftSection={<IconSearch size={16} aria-hidden />}
          disabled={text.trim() === ''}
          loading={isSearching}
        >
          Search
        </Button>
      </Group>
    </form>
  );
}
