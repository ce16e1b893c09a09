import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconPencil } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { StationView } from '../../../core/api-station-activity.ts';
import { answerOf, call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { Tag } from '../../components/tag.tsx';
import { takeOverview } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';

interface ReaderNameProps {
  readonly reader: StationView;
  readonly onRenamed: (station: string) => void;
}

const longestName = 40;

/** The reader by the name that people call it, which they can change in its place. */
export function ReaderName({ reader, onRenamed }: ReaderNameProps) {
  const [renames, setRenames] = useState(false);
  const { name, systemName, kind } = reader;
  if (renames)
    return (
      <RenameForm
        reader={reader}
        onClose={() => setRenames(false)}
        onRenamed={(station) => {
          setRenames(false);
          onRenamed(station);
        }}
      />
    );
  return (
    <span className="reader">
      <b className="ellipsis">{name}</b>
      {kind === 'pcsc' && (
        <IconAction
          label={`${texts.cards.name} (N)`}
          hotkey="N"
          needs="nameReader"
          onRun={() => setRenames(true)}
        >
          <IconPencil size="1rem" />
        </IconAction>
      )}
      {systemName !== undefined && <span className="dim ellipsis reader__system">{systemName}</span>}
      {kind === 'virtual' && (
        <span title={texts.cards.virtualHint}>
          <Tag>{texts.cards.virtual}</Tag>
        </span>
      )}
    </span>
  );
}

function RenameForm(props: {
  readonly reader: StationView;
  readonly onClose: () => void;
  readonly onRenamed: (station: string) => void;
}) {
  const { reader, onClose, onRenamed } = props;
  const system = reader.systemName ?? reader.name;
  const [typed, setTyped] = useState(reader.systemName === undefined ? '' : reader.name);
  const [wrong, setWrong] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const save = async () => {
    const result = await call('nameReader', { station: reader.name, name: typed.trim() });
    const overview = answerOf(result, (fault) => setWrong(`${fault.message} ${fault.remedy}`));
    if (!overview) return;
    takeOverview(overview);
    const renamed = overview.stations.find((each) => (each.systemName ?? each.name) === system);
    onRenamed(renamed?.name ?? reader.name);
  };
  return (
    <span className="reader reader--renamed">
      <TextInput
        ref={field}
        size="xs"
        className="reader__field"
        aria-label={texts.cards.nameLabel}
        placeholder={system}
        title={texts.cards.nameHint(system)}
        value={typed}
        error={wrong}
        maxLength={longestName}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save();
          if (event.key !== 'Escape') return;
          event.preventDefault();
          onClose();
        }}
      />
      <ActionButton size="sm" tone="primary" onRun={save}>
        {texts.cards.nameSave}
      </ActionButton>
      <ActionButton size="sm" onRun={onClose}>
        {texts.common.cancel}
      </ActionButton>
    </span>
  );
}
