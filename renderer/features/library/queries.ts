import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AssistantDraft } from '../../../preload/contract/assistants';
import type { PromptTemplateDraft } from '../../../preload/contract/promptTemplates';
import { api } from '../../api';

const assistantsKey = ['assistants'] as const;
const templatesKey = ['promptTemplates'] as const;

export const assistantsOptions = queryOptions({
  queryKey: assistantsKey,
  queryFn: () => api.assistants.list({}),
});

export const promptTemplatesOptions = queryOptions({
  queryKey: templatesKey,
  queryFn: () => api.promptTemplates.list({}),
});

export function useAssistants() {
  return useQuery(assistantsOptions);
}

export function usePromptTemplates() {
  return useQuery(promptTemplatesOptions);
}

/** Creates an assistant, or changes the one whose id is given. */
export function useSaveAssistant() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, draft }: { id: string | null; draft: AssistantDraft }) =>
      id === null ? api.assistants.create(draft) : api.assistants.update({ id, draft }),
    onSuccess: () => client.invalidateQueries({ queryKey: assistantsKey }),
  });
}

export function useDeleteAssistant() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.assistants.delete({ id }),
    onSuccess: () => client.invalidateQueries({ queryKey: assistantsKey }),
  });
}

/** Creates a template, or changes the one whose id is given. */
export function useSavePromptTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, draft }: { id: string | null; draft: PromptTemplateDraft }) =>
      id === null ? api.promptTemplates.create(draft) : api.promptTemplates.update({ id, draft }),
    onSuccess: () => client.invalidateQueries({ queryKey: templatesKey }),
  });
}

export function useDeletePromptTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.promptTemplates.delete({ id }),
    onSuccess: () => client.invalidateQueries({ queryKey: templatesKey }),
  });
}

/** After an import, which may have brought assistants and templates along. */
export async function refreshLibrary(client: QueryClient): Promise<void> {
  await Promise.all([assistantsKey, templatesKey].map((queryKey) => client.invalidateQueries({ queryKey })));
}
