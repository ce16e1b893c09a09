import { PasswordInput, SegmentedControl } from '@mantine/core';
import '@mantine/core/styles/PasswordInput.css';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/core/styles/LoadingOverlay.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/dropzone/styles.css';
import '../../components/form-styles.ts';
import '../new-batch/file-drop.css';
import { IconFileCheck, IconFileImport, IconFileUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { ImportedView } from '../../../core/api-certificates.ts';
import type { CallRequest } from '../../../core/api-requests.ts';
import { type Fault, faultOf } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { texts } from '../../texts.ts';
import { CertificatesWarning } from './certificates-warning.tsx';

type Kind = CallRequest<'importCertificate'>['kind'];
type Given = CallRequest<'importCertificate'>['files'][number];
const kinds: readonly Kind[] = ['server', 'authority', 'clientAuthority'];
const largestFile = 1_000_000;

/** Takes an operator's own certificate: files, and the password where one protects them. */
export default function CertificatesImport({ onClose }: { readonly onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('server');
  const [files, setFiles] = useState<readonly Given[]>([]);
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<Fault>();
  const [imported, setImported] = useState<ImportedView>();
  const open = useRef<() => void>(null);
  /** Enter in the field does what the button does, and neither twice at once. */
  const busy = useRef(false);
  const take = async (dropped: readonly File[]) => {
    const read = await Promise.all(dropped.map(givenOf));
    setFault(read.find((each) => each.kind === 'fault')?.fault);
    setFiles(read.flatMap((each) => (each.kind === 'given' ? [each.file] : [])));
  };
  const run = async () => {
    if (busy.current) return;
    busy.current = true;
    const result = await call('importCertificate', {
      kind,
      files: [...files],
      ...(password === '' ? {} : { password }),
    });
    busy.current = false;
    // Whatever came of it, it was shown once.
    setPassword('');
    setFault(result.kind === 'fault' ? result.fault : undefined);
    if (result.kind === 'answer') {
      setFiles([]);
      setImported(result.answer);
    }
  };
  if (imported) return <Imported imported={imported} onClose={onClose} />;
  const Icon = files.length > 0 ? IconFileCheck : IconFileUpload;
  return (
    <Dialog
      title={texts.certificates.importTitle}
      lead={texts.certificates.importLead}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          disabled={files.length === 0}
          icon={<IconFileImport size="1.0625rem" />}
          onRun={run}
        >
          {texts.certificates.importNow}
        </DialogActions>
      }
    >
      <div className="certificates__kind">
        <SegmentedControl
          aria-label={texts.certificates.kindLabel}
          withItemsBorders={false}
          fullWidth
          value={kind}
          onChange={(value) => setKind(value as Kind)}
          data={kinds.map((value) => ({ value, label: texts.certificates.kinds[value] }))}
        />
        <p className="dim">{texts.certificates.kindHints[kind]}</p>
      </div>
      <Dropzone
        className="file-drop__zone panel"
        multiple
        maxFiles={8}
        onDrop={(dropped) => void take(dropped)}
        openRef={open}
        activateOnClick={false}
        activateOnKeyboard={false}
        enablePointerEvents
        role="group"
        tabIndex={-1}
        aria-label={texts.certificates.drop}
        inputProps={{ 'aria-hidden': true }}
        data-has-file={files.length > 0 ? true : undefined}
      >
        <button type="button" className="file-drop__inner" onClick={() => open.current?.()}>
          <Icon size="1.75rem" stroke={1.5} aria-hidden="true" className="file-drop__icon" />
          <span className="file-drop__words">
            <b className="ellipsis">
              {files.length > 0
                ? texts.certificates.files(files.map(({ name }) => name))
                : texts.certificates.drop}
            </b>
            <span className="dim">{texts.certificates.dropHint}</span>
          </span>
        </button>
      </Dropzone>
      <PasswordInput
        label={texts.certificates.password}
        description={texts.certificates.passwordHint}
        autoComplete="off"
        value={password}
        maxLength={1000}
        onChange={(event) => setPassword(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || files.length === 0) return;
          event.preventDefault();
          void run();
        }}
      />
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}

/** What came of it, with what it means for devices. */
function Imported({ imported, onClose }: { readonly imported: ImportedView; readonly onClose: () => void }) {
  const warnings = [...imported.certificates.warnings, ...imported.warnings];
  return (
    <Dialog
      title={texts.certificates.imported}
      lead={texts.certificates.importedLead}
      onClose={onClose}
      actions={
        <ActionButton tone="primary" hotkey="Enter" onRun={onClose}>
          {texts.common.close}
        </ActionButton>
      }
    >
      {warnings.map((fault) => (
        <CertificatesWarning key={fault.message} fault={fault} />
      ))}
    </Dialog>
  );
}

type Read =
  | { readonly kind: 'given'; readonly file: Given }
  | { readonly kind: 'fault'; readonly fault: Fault };

async function givenOf(file: File): Promise<Read> {
  const unreadable = (detail: string): Read => ({
    kind: 'fault',
    fault: faultOf('FILE_UNREADABLE', { file: file.name, detail }),
  });
  if (file.size > largestFile) return unreadable(texts.certificates.tooLarge);
  try {
    const octets = new Uint8Array(await file.arrayBuffer());
    return { kind: 'given', file: { name: file.name, octets: base64(octets) } };
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}

function base64(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += String.fromCharCode(octet);
  return btoa(text);
}
