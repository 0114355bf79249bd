import { Text } from '@mantine/core';
import { memo } from 'react';
import type { DocumentFormat, ReaderPassage } from '../../../../preload/contract/knowledge';
import { api } from '../../../api';
import { notifyError } from '../../../components/errors/notifyError';
import codeClasses from '../../chat/markdown/render/CodeBlockView.module.css';
import { CodePiece } from '../../chat/markdown/render/CodePiece';
import { StreamingMarkdown } from '../../chat/markdown/StreamingMarkdown';
import { codeLanguageOf } from './codeLanguageOf';
import classes from './Reader.module.css';
import { PassageTable } from './PassageTable';

interface PassageTextProps {
  kind: ReaderPassage['kind'];
  format: DocumentFormat | null;
  /** Of the document: its ending tells the language of code. */
  name: string;
  text: string;
  tableHeader: string | null;
}

const openLink = (url: string) =>
  void api.application.openLink({ url }).catch((error: unknown) => notifyError(error));

/** The words of a passage as its format writes them. Whatever the file holds, only text reaches the page. */
export const PassageText = memo(function PassageText(props: PassageTextProps) {
  const { kind, format, name, tableHeader } = props;
  if (format === 'markdown') {
    const markdown = withHeader(props.text, tableHeader);
    return <StreamingMarkdown text={markdown} isStreaming={false} onOpenLink={openLink} />;
  }
  if (kind === 'table') return <PassageTable text={props.text} header={tableHeader} format={format} />;
  const text = props.text.trimEnd();
  if (kind === 'code' || format === 'code' || format === 'json') {
    return (
      <pre className={`${codeClasses.pre} ${classes.code}`}>
        <code>
          <CodePiece text={text} language={codeLanguageOf(name)} wholeTokens={null} />
        </code>
      </pre>
    );
  }
  return (
    <Text component="div" className={classes.text}>
      {text}
    </Text>
  );
});

/** The later rows of a Markdown table are one only under its header. */
function withHeader(text: string, header: string | null): string {
  return header === null || text.startsWith(header) ? text : `${header.trimEnd()}\n${text}`;
}
