import { Overlay, Paper, Text } from '@mantine/core';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { pathOfFile } from '../api';
import classes from './DropArea.module.css';
import { notifyError } from './errors/notifyError';

/** A file or folder that was dropped. */
export interface DroppedFile {
  path: string;
  bytes: number;
}

interface DropAreaProps {
  icon: ReactNode;
  /** What dropping does. */
  title: string;
  hint: string;
  onDrop: (files: readonly DroppedFile[]) => void;
  children: ReactNode;
}

/** Takes files and folders that are dropped anywhere on it, and says so while they are dragged over it. */
export function DropArea({ icon, title, hint, onDrop, children }: DropAreaProps) {
  const [isOver, setOver] = useState(false);
  // Each element under the pointer is entered before the last one is left.
  const depth = useRef(0);
  const move = (step: 1 | 0 | -1) => (event: DragEvent) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };
  const drop = (event: DragEvent) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    try {
      const files = filesOnDisk([...event.dataTransfer.files]);
      if (files.length > 0) onDrop(files);
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <div
      className={classes.area}
      onDragEnter={move(1)}
      onDragOver={move(0)}
      onDragLeave={move(-1)}
      onDrop={drop}
    >
      {children}
      {isOver && (
        <Overlay className={classes.overlay} backgroundOpacity={0.4} blur={2} zIndex={150}>
          <Paper className={classes.hint} radius="lg" p="xl" shadow="md">
            {icon}
            <Text fw={600} mt="xs">
              {title}
            </Text>
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          </Paper>
        </Overlay>
      )}
    </div>
  );
}

function bringsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes('Files');
}

/** Something dragged out of another program's window may have no place on the disk. */
function filesOnDisk(files: readonly File[]): DroppedFile[] {
  return files
    .map((file) => ({ path: pathOfFile(file), bytes: file.size }))
    .filter(({ path }) => path !== '');
}
