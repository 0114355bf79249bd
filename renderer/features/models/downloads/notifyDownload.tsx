import { notifications } from '@mantine/notifications';
import type { Download } from '../../../../preload/contract/downloads';
import { ArrivedNotice, FailedNotice } from './DownloadNotice';

/** Says once that a download is done or has failed; the notification stays until it is closed. */
export function notifyDownload(download: Download): void {
  const id = `download:${download.id}`;
  const onAct = () => notifications.hide(id);
  notifications.hide(id);
  if (download.state === 'done') {
    notifications.show({
      id,
      color: 'moss',
      title: `${download.name} is here`,
      message: <ArrivedNotice download={download} onAct={onAct} />,
      autoClose: false,
    });
  } else {
    notifications.show({
      id,
      color: 'red',
      role: 'alert',
      title: `${download.name} was not downloaded`,
      message: <FailedNotice download={download} onAct={onAct} />,
      autoClose: false,
    });
  }
}
