import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Notice } from '../../../preload/contract/application';
import { api } from '../../api';
import { runCommand } from '../shortcuts/commands';
import { applicationInfoOptions } from './queries';

/** Notices shown since the window opened: one that both the start and an event bring is shown once. */
const shownNoticeIds = new Set<string>();

/** Shows a notice until the user closes it; the same one never twice. */
export function showNotice({ id, title, message }: Notice): void {
  if (shownNoticeIds.has(id)) return;
  shownNoticeIds.add(id);
  notifications.show({ id: `notice:${id}`, title, message, color: 'yellow', autoClose: false });
}

/** Shows the main process's notices and runs the application menu's commands. Mounted once, by the app. */
export function useApplicationEvents(): void {
  const notices = useQuery(applicationInfoOptions).data?.notices;
  useEffect(() => notices?.forEach(showNotice), [notices]);
  useEffect(() => api.application.notice(showNotice), []);
  useEffect(() => api.application.menuCommand(({ command }) => runCommand(command)), []);
}
