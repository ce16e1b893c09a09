import { useEffect, useState } from 'react';
import { goTo, type Screen, useNavigation } from '../stores/navigation.ts';

/**
 * Keeps in mind what is looked at on a screen, so that Back leads to it.
 * @param place what is looked at right now: asked after each change, and once more when the screen is left
 * @returns goes to another screen
 */
export function usePlace(place: () => Screen): (screen: Screen) => void {
  const [visit] = useState(() => useNavigation.getState().visit);
  const keep = () => useNavigation.getState().note(place(), visit);
  useEffect(keep);
  return (screen) => {
    keep();
    goTo(screen);
  };
}
