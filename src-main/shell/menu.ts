import { Menu, type MenuItemConstructorOptions } from 'electron';

type Items = MenuItemConstructorOptions[];

function viewItems(development: boolean): Items {
  const zoom: Items = [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }];
  const tools: Items = [{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }];
  return [...(development ? tools : []), ...zoom, { type: 'separator' }, { role: 'togglefullscreen' }];
}

/** Sets the app's menu; reloading and the developer tools are in it only during development. */
export function setMenu(development: boolean): void {
  const mac = process.platform === 'darwin';
  const first: Items = mac ? [{ role: 'appMenu' }] : [{ role: 'fileMenu' }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...first,
      { role: 'editMenu' },
      { label: 'View', submenu: viewItems(development) },
      { role: 'windowMenu' },
    ]),
  );
}
