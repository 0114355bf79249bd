import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type SubmitEvent } from 'react';
import { ErrorAlert } from '../../../components/errors/ErrorAlert';
import { serverOf } from '../words/serverOf';
import classes from './find.module.css';
import { OfferList } from './OfferList';
import { useHubName, useLook } from './queries';

const fieldId = 'models-look';

/** Takes the user to the field for what is not on the list. */
export function focusLookField(): void {
  document.getElementById(fieldId)?.focus();
}

/** Looks at a repository or an address that the user pastes, after saying which server that asks. */
export function LookForm() {
  const [text, setText] = useState('');
  const look = useLook('model');
  const hub = useHubName();
  const server = serverOf(text, hub);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (server !== null) look.mutate(text.trim());
  };
  return (
    <section aria-labelledby="models-elsewhere">
      <Title order={2} id="models-elsewhere">
        From anywhere else
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        A repository on {hub}, or the https address of a GGUF file.
      </Text>
      <form onSubmit={submit}>
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <TextInput
            id={fieldId}
            flex={1}
            aria-label="Repository or address"
            placeholder="owner/name, or https://…"
            spellCheck={false}
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            description={
              server === null
                ? 'Nothing is asked before you press Look.'
                : `Look asks ${server} what is there. Nothing else is sent.`
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
          />
          <Button
            type="submit"
            variant="default"
            leftSection={<IconSearch size={16} aria-hidden />}
            disabled={server === null}
            loading={look.isPending}
          >
            Look
          </Button>
        </Group>
      </form>
      {look.error !== null && (
        <div className={classes.error}>
          <ErrorAlert error={look.error} onRetry={() => look.mutate(look.variables)} />
        </div>
      )}
      {look.data !== undefined && <OfferList found={look.data} />}
    </section>
  );
}
