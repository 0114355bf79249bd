import { UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { joinPieces } from '../split/codePieces';
import classes from './CodeBlockView.module.css';
import { codeLanguage } from './codeLanguage';
import { CodePiece } from './CodePiece';
import { ScrollRegion } from './ScrollRegion';
import { useCopyText } from './useCopyText';
import { useWholeTokens } from './useCodeTokens';

interface CodeBlockViewProps {
  pieces: readonly string[];
  /** The language as the answer names it, or null. */
  language: string | null;
  isGrowing: boolean;
}

/** A block of code under a bar with its language and a button that copies it. */
export function CodeBlockView({ pieces, language: info, isGrowing }: CodeBlockViewProps) {
  const language = codeLanguage(info);
  const wholeTokens = useWholeTokens(pieces, language, isGrowing);
  return (
    <div className={classes.block}>
      <div className={classes.bar}>
        <span>{language ?? 'text'}</span>
        <CopyCodeButton pieces={pieces} />
      </div>
      <ScrollRegion label={language ? `Code in ${language}` : 'Code'} className={classes.scroller}>
        <pre className={classes.pre}>
          <code className={language ? `language-${language}` : undefined}>
            {pieces.map((piece, index) => (
              <CodePiece
                key={index}
                // All but the last end with the line ending that separates them.
                text={index < pieces.length - 1 ? `${piece}\n` : piece}
                language={language}
                wholeTokens={wholeTokens?.[index] ?? null}
              />
            ))}
          </code>
        </pre>
      </ScrollRegion>
    </div>
  );
}

function CopyCodeButton({ pieces }: { pieces: readonly string[] }) {
  const { isCopied, copy } = useCopyText();
  const Icon = isCopied ? IconCheck : IconCopy;
  return (
    <UnstyledButton
      className={classes.copy}
      onClick={() => copy(joinPieces(pieces))}
      aria-label={isCopied ? 'Copied' : 'Copy code'}
    >
      <Icon size={14} aria-hidden />
      {isCopied ? 'Copied' : 'Copy'}
    </UnstyledButton>
  );
}
