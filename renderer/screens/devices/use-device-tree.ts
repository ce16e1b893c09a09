import { useEffect, useMemo } from 'react';
import { call } from '../../bench.ts';
import { useTold } from '../../components/use-told.ts';
import { createDeviceTree, type DeviceTreeHandle, type TreeRef } from '../../stores/device-tree.ts';

/** A tree for as long as it is shown; it follows what main tells. */
export function useDeviceTree(of: TreeRef): DeviceTreeHandle {
  const key = JSON.stringify(of);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for which tree it is
  const tree = useMemo(() => createDeviceTree(of, call), [key]);
  useEffect(() => {
    void tree.refresh();
    return tree.close;
  }, [tree]);
  useTold('devicesChanged', tree.refresh);
  useTold('sessionsChanged', tree.refresh);
  useTold('schemasChanged', tree.refresh);
  return tree;
}
