import { Button, EmptyState } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { Collection, KnowledgeScope } from '../../../../preload/contract/knowledge';
import { QueryState } from '../../../components/QueryState';
import { notifyError } from '../../../components/errors/notifyError';
import { useNavigation } from '../../../navigation';
import { useCollections } from '../queries';
import { useTrySearch } from '../retrievalQueries';
import { searchScope } from '../words/scopes';
import classes from './recall.module.css';
import { SavedQuestions } from './SavedQuestions';
import { SaveQuestionDialog, type QuestionDraft } from './SaveQuestionDialog';
import { SearchForm } from './SearchForm';
import { SearchOutcome } from './SearchOutcome';

/** As many as an answer may choose from. */
const passagesAsked = 50;

/** Shows what a search finds, without any language model, and keeps questions that tell whether it finds the right thing. */
export function RecallTab() {
  const query = useCollections();
  return (
    <QueryState query={query}>
      {(collections) =>
        collections.length === 0 ? <NothingToSearch /> : <Recall collections={collections} />
      }
    </QueryState>
  );
}

function NothingToSearch() {
  return (
    <EmptyState
      icon={<IconListSearch aria-hidden />}
      title="Nothing to search yet"
      description="Add documents first. Then you see here what a question would find in them, without any model answering."
      py="xl"
    >
      <EmptyState.Actions>
        <Button onClick={() => useNavigation.getState().showKnowledge('documents')}>Add documents</Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}

function Recall({ collections }: { collections: readonly Collection[] }) {
  const [text, setText] = useState('');
  const [chosenId, setChosenId] = useState(useNavigation.getState().knowledgeCollectionId);
  const collectionId = collections.some(({ id }) => id === chosenId) ? chosenId : null;
  const search = useTrySearch();
  const [draft, setDraft] = useState<QuestionDraft | null>(null);
  const run = (query: string, scope: KnowledgeScope) =>
    search.mutate({ query, scope, limit: passagesAsked }, { onError: (error) => notifyError(error) });
  const scope = searchScope(collections, collectionId);
  return (
    <div className={classes.columns}>
      <div className={classes.grid}>
        <section aria-label="Try a search" className={classes.main}>
          <SearchForm
            text={text}
            collectionId={collectionId}
            collections={collections}
            isSearching={search.isPending}
            onText={setText}
            onCollection={setChosenId}
            onSearch={() => run(text.trim(), scope)}
          />
          <SearchOutcome
            searched={search.variables}
            outcome={search.data}
            isSearching={search.isPending}
            onSave={setDraft}
          />
        </section>
        <SavedQuestions
          collections={collections}
          onSearch={(question) => {
            setText(question.question);
            run(question.question, question.scope);
          }}
          onNew={() => setDraft({ question: text.trim(), scope, expected: null })}
        />
      </div>
      <SaveQuestionDialog draft={draft} onClose={() => setDraft(null)} />
    </div>
  );
}
