export interface StreamingMarkdownProps {
  text: string;
  isStreaming: boolean;
  onOpenLink: (url: string) => void;
}
// Placeholder so that the tree builds while the real one is written.
export function StreamingMarkdown({ text }: StreamingMarkdownProps) {
  return <p>{text}</p>;
}
