import { Button, Center, EmptyState } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';

interface AppErrorBoundaryProps {
  children: ReactNode;
}

/** What remains on screen when drawing failed: a bug of ours, said plainly, with a way on. Nothing stored is touched. */
export class AppErrorBoundary extends Component<AppErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Center h="100%" p="xl" role="alert">
        <EmptyState
          icon={<IconAlertTriangle aria-hidden />}
          title="This part of Loam could not be drawn"
          description="It is a mistake of ours. Your chats are saved; drawing the window again usually helps."
        >
          <EmptyState.Actions>
            <Button onClick={() => this.setState({ hasFailed: false })}>Draw it again</Button>
          </EmptyState.Actions>
        </EmptyState>
      </Center>
    );
  }
}
