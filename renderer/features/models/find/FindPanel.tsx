import { Alert, Anchor, Button, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { api } from '../../../api';
import { notifyError } from '../../../components/errors/notifyError';
import { HelpHint } from '../../../components/HelpHint';
import { QueryState } from '../../../components/QueryState';
import { useMachine } from '../queries';
import { machineWords } from '../words/fitWords';
import { CatalogueCard } from './CatalogueCard';
import { focusLookField, LookForm } from './LookForm';
import { inOrderOfUse } from './inOrderOfUse';
import { useCatalogue, useHubName } from './queries';

/** Models that can be fetched: a short list judged for this computer, and whatever address is pasted. */
export function FindPanel() {
  const query = useCatalogue();
  const hub = useHubName();
  return (
    <Stack gap="xl">
      <ThisComputer />
      <section aria-labelledby="models-list">
        <Title order={2} id="models-list">
          A short list
        </Title>
        <Text size="sm" c="dimmed" mb="md">
          Open models that Loam has been set up for. They come from {hub}, which is asked for nothing before
          you press Download. You can also{' '}
          <Anchor component="button" type="button" inherit onClick={focusLookField}>
            paste a repository or an address
          </Anchor>
          .
        </Text>
        <QueryState query={query}>
          {({ models, problems, userFile }) => (
            <Stack>
              <UserFileProblems problems={problems} />
              {inOrderOfUse(models).map((model) => (
                <CatalogueCard key={model.id} model={model} />
              ))}
              <UserFileHint userFile={userFile} />
            </Stack>
          )}
        </QueryState>
      </section>
      <LookForm />
    </Stack>
  );
}

function ThisComputer() {
  const machine = useMachine().data;
  return (
    <Text size="sm" c="dimmed" role="status">
      <b>This computer:</b> {machine === undefined ? 'looking at what it has…' : machineWords(machine)}
    </Text>
  );
}

function UserFileProblems({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title="Parts of your own list could not be used"
    >
      <List size="sm" spacing={4}>
        {problems.map((problem) => (
          <List.Item key={problem}>{problem}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

function UserFileHint({ userFile }: { userFile: string }) {
  const openFolder = () =>
    void api.application.openDataFolder({}).catch((error: unknown) => notifyError(error));
  return (
    <div>
      <Text size="sm" c="dimmed">
        You can add models of your own to this list, in this file{' '}
        <HelpHint term="a list of your own">
          A JSON file with the same fields as the list that comes with Loam (models/catalog.json): an entry
          with an id that is there already replaces it.
        </HelpHint>
      </Text>
      <Group gap="xs" mt={6} wrap="nowrap" align="flex-start">
        <Code block flex={1}>
          {userFile}
        </Code>
        <Button variant="default" size="xs" flex="none" onClick={openFolder}>
          Open folder
        </Button>
      </Group>
    </div>
  );
}
