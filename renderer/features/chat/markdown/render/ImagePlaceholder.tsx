import { UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy, IconPhotoOff } from '@tabler/icons-react';
import classes from './Markdown.module.css';
import { safeLinkUrl } from './linkUrl';
import { useCopyText } from './useCopyText';

/** Longer addresses are cut: one that holds its image as data can be megabytes long. */
const MAX_SHOWN_LENGTH = 80;

interface ImagePlaceholderProps {
  address: string;
  description: string;
  isInLink: boolean;
}

/** Stands where an answer wants an image. Nothing is fetched; the reader may open or copy the address. */
export function ImagePlaceholder({ address, description, isInLink }: ImagePlaceholderProps) {
  const url = safeLinkUrl(address);
  const shown = address.length > MAX_SHOWN_LENGTH ? `${address.slice(0, MAX_SHOWN_LENGTH)}…` : address;
  return (
    <span className={classes.image}>
      <IconPhotoOff size={15} aria-label="Image, not loaded:" role="img" />
      {description !== '' && <span>{description}</span>}
      {url && !isInLink ? (
        <>
          <a href={url} title={url} rel="noreferrer" className={classes.imageAddress}>
            {shown}
          </a>
          <CopyAddressButton address={address} />
        </>
      ) : (
        <span className={classes.imageAddress}>{shown}</span>
      )}
    </span>
  );
}

function CopyAddressButton({ address }: { address: string }) {
  const { isCopied, copy } = useCopyText();
  const Icon = isCopied ? IconCheck : IconCopy;
  return (
    <UnstyledButton
      className={classes.copyAddress}
      onClick={() => copy(address)}
      aria-label={isCopied ? 'Copied' : 'Copy image address'}
    >
      <Icon size={13} aria-hidden />
    </UnstyledButton>
  );
}
