import { Dropzone } from '@mantine/dropzone';
import '@mantine/core/styles/LoadingOverlay.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/dropzone/styles.css';
import { IconFileCheck, IconFileUpload } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { texts } from '../../texts.ts';
import type { TakenFile } from './read-file.ts';
import './file-drop.css';

interface FileDropProps<Taken extends { readonly name: string }> {
  readonly title: string;
  readonly hint: string;
  readonly file: { readonly name: string } | undefined;
  /** Reads what was dropped or chosen. */
  readonly take: (file: File) => Promise<TakenFile<Taken>>;
  readonly onFile: (file: Taken) => void;
  /** What is known of the file that was read. */
  readonly about?: ReactNode;
}

/** A place to drop a file on, or to choose one. */
export function FileDrop<Taken extends { readonly name: string }>(props: FileDropProps<Taken>) {
  const { title, hint, file, take: read, onFile, about } = props;
  const [fault, setFault] = useState<Fault>();
  const [reading, setReading] = useState(false);
  const open = useRef<() => void>(null);
  const take = async (files: readonly File[]) => {
    const [chosen] = files;
    if (!chosen) return;
    setReading(true);
    const result = await read(chosen);
    setReading(false);
    setFault(result.kind === 'fault' ? result.fault : undefined);
    if (result.kind === 'read') onFile(result.file);
  };
  const Icon = file ? IconFileCheck : IconFileUpload;
  return (
    <div className="file-drop">
      <Dropzone
        className="file-drop__zone panel"
        multiple={false}
        loading={reading}
        onDrop={(files) => void take(files)}
        openRef={open}
        activateOnClick={false}
        activateOnKeyboard={false}
        enablePointerEvents
        role="group"
        tabIndex={-1}
        aria-label={title}
        inputProps={{ 'aria-hidden': true }}
        data-has-file={file ? true : undefined}
      >
        <button
          type="button"
          className="file-drop__inner"
          aria-label={texts.newBatch.choose(title)}
          onClick={() => open.current?.()}
        >
          <Icon size="1.75rem" stroke={1.5} aria-hidden="true" className="file-drop__icon" />
          <span className="file-drop__words">
            <b>{title}</b>
            {file ? (
              <>
                <span className="ellipsis mono" title={file.name}>
                  {file.name}
                </span>
                <span className="dim">{about}</span>
              </>
            ) : (
              <>
                <span>{texts.newBatch.drop}</span>
                <span className="dim">{hint}</span>
              </>
            )}
          </span>
          {file && <span className="file-drop__change">{texts.newBatch.change}</span>}
        </button>
      </Dropzone>
      {fault && <FaultNotice fault={fault} />}
    </div>
  );
}
