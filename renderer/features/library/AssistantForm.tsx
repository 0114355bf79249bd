import { Button, Group, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { assistants, type Assistant, type AssistantDraft } from '../../../preload/contract/assistants';
import { defaultSampling } from '../../../preload/contract/sampling';
import { notifyError } from '../../components/errors/notifyError';
import { validateWith } from '../../components/formValidation';
import { SamplingFields } from '../../components/SamplingFields';
import { useSaveAssistant } from './queries';

interface AssistantFormProps {
  /** Null makes a new one. */
  assistant: Assistant | null;
  onClose: () => void;
}

const emptyDraft: AssistantDraft = { name: '', description: '', systemPrompt: '', sampling: defaultSampling };

function draftOf({ name, description, systemPrompt, sampling }: Assistant): AssistantDraft {
  return { name, description, systemPrompt, sampling };
}

/** Creates or changes an assistant. */
export function AssistantForm({ assistant, onClose }: AssistantFormProps) {
  const save = useSaveAssistant();
  const form = useForm<AssistantDraft>({
    initialValues: assistant === null ? emptyDraft : draftOf(assistant),
    validate: validateWith(assistants.create.input),
    validateInputOnBlur: true,
  });
  const submit = (draft: AssistantDraft) =>
    save.mutate(
      { id: assistant?.id ?? null, draft },
      { onSuccess: onClose, onError: (error) => notifyError(error) },
    );
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <TextInput
          label="Name"
          placeholder="Patient teacher"
          withAsterisk
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label="Description"
          description="For you, to tell assistants apart. The model does not see it."
          {...form.getInputProps('description')}
        />
        <Textarea
          label="Instructions"
          description="What the model reads before every chat (the system prompt). Say who it is, for whom it writes, and how."
          placeholder="You explain things to beginners. Use short sentences and one example each."
          autosize
          minRows={5}
          maxRows={16}
          {...form.getInputProps('systemPrompt')}
        />
        <Title order={3}>How it picks words</Title>
        <SamplingFields
          value={form.values.sampling}
          onChange={(sampling) => form.setFieldValue('sampling', sampling)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {assistant === null ? 'Create' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
