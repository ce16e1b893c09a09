import { FileButton, SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { type KeyboardEvent, useState } from 'react';
import type { Writable } from '../../../core/provisioning/profile-edits.ts';
import { texts } from '../../texts.ts';
import { base64Of, type OctetsForm, octetsForms, octetsOf, writeOctets } from './octet-forms.ts';
import { VariableInput } from './variable-input.tsx';

const words = texts.profileObjects;
/** A profile is a text that people read: larger ones belong into the Data Repository. */
const mostOctets = 64 * 1024;

interface OctetsControlProps {
  readonly label: string;
  readonly value: unknown;
  readonly variables: readonly string[];
  readonly fault?: string | undefined;
  readonly mime: string | undefined;
  readonly onChange: (value: Writable) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** Octets, which the profile has as base64: as hexadecimal digits, as a text, or from a file. */
export function OctetsControl({ label, value, mime, onChange, fault, ...others }: OctetsControlProps) {
  const base64 = typeof value === 'string' ? value : '';
  const octets = octetsOf(base64);
  const [form, setForm] = useState<OctetsForm>('hex');
  const [typed, setTyped] = useState<string>();
  const [tooLong, setTooLong] = useState(false);
  const shownForm = octets === undefined || base64.includes('{{') ? 'base64' : form;
  const written = octets && shownForm !== 'base64' ? writeOctets(octets, shownForm) : base64;
  const shown = typed ?? written ?? base64;
  const take = (text: string) => {
    const next = octetsForms[shownForm](text);
    // What is half typed is no octets yet: it stays in the field until it is.
    setTyped(next === undefined || shownForm !== 'base64' ? text : undefined);
    if (next !== undefined) onChange(next);
  };
  const wrong = typed !== undefined && octetsForms[shownForm](typed) === undefined;
  const load = async (file: File | null) => {
    if (file === null) return;
    setTooLong(file.size > mostOctets);
    if (file.size > mostOctets) return;
    setTyped(undefined);
    onChange(base64Of(new Uint8Array(await file.arrayBuffer())));
  };
  return (
    <div className="data-properties__new">
      <VariableInput
        {...others}
        label={label}
        several={shown.length > 60}
        hint={octets && words.octets(octets.length, mime)}
        fault={tooLong ? words.fileTooLong(mostOctets) : wrong ? words.octetsWrong[shownForm] : fault}
        value={shown}
        onChange={(next) => take(typeof next === 'string' ? next : '')}
      />
      <SegmentedControl
        size="xs"
        aria-label={words.octetsForm}
        value={shownForm}
        data={(['hex', 'text', 'base64'] as const).map((each) => ({
          value: each,
          label: words.octetsForms[each],
        }))}
        onChange={(next) => {
          setTyped(undefined);
          if (next === 'hex' || next === 'text' || next === 'base64') setForm(next);
        }}
      />
      <FileButton onChange={(file) => void load(file)}>
        {(button) => (
          <button type="button" className="octets__file" {...button}>
            {words.fromFile}
          </button>
        )}
      </FileButton>
    </div>
  );
}
