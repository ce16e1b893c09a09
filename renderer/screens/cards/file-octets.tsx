import { IconLock } from '@tabler/icons-react';
import type { FileDescription } from '../../../core/card/describe-card.ts';
import { CopyIcon } from '../../components/copy-button.tsx';
import { texts } from '../../texts.ts';
import { HexView } from './hex-view.tsx';

interface FileOctetsProps {
  readonly file: FileDescription;
  readonly hasMessage: boolean;
}

/** One file of a card, octet by octet. */
export function FileOctets({ file, hasMessage }: FileOctetsProps) {
  const { path, used, size, content } = file;
  return (
    <>
      <div className="contents__title">
        <div>
          <h3>{file.file}</h3>
          <p className="dim">
            <span className="mono">{path}</span> · {texts.cards.sizeWords(used, size)}
          </p>
        </div>
        {content !== undefined && content !== '' && (
          <CopyIcon text={content} label={texts.cards.copyOctets} />
        )}
      </div>
      {content === undefined && used > 0 && (
        <div className="contents__withheld">
          <IconLock size="1.125rem" aria-hidden="true" />
          <p>
            {texts.cards.messageFile} {hasMessage && texts.cards.messageFileBeside}
          </p>
        </div>
      )}
      {used === 0 && <p className="dim">{texts.cards.fileEmpty}</p>}
      {content !== undefined && content !== '' && (
        <HexView label={texts.cards.octetsOf(file.file)} content={content} size={size} />
      )}
    </>
  );
}
