import { Hono } from 'hono';
import { authenticated, awake, type Backend, iso, type ServiceEnv } from './backend.ts';
import { imageId } from './nova-view.ts';

/** The little of the image service that command line clients ask for when they show servers. */
export function glance(backend: Backend): Hono<ServiceEnv> {
  const { world } = backend;
  const app = new Hono<ServiceEnv>({ strict: false });
  const image = () => ({
    id: imageId,
    name: 'debian-13',
    status: 'active',
    visibility: 'public',
    protected: false,
    container_format: 'bare',
    disk_format: 'qcow2',
    min_disk: 0,
    min_ram: 0,
    size: 340_000_000,
    owner: world.people.admin.projectId,
    tags: [],
    created_at: iso(world.startedAt),
    updated_at: iso(world.startedAt),
    self: `/v2/images/${imageId}`,
    file: `/v2/images/${imageId}/file`,
    schema: '/v2/schemas/image',
  });
  app.use(awake(backend));
  app.get('/', (c) => {
    const links = [{ rel: 'self', href: `${new URL(c.req.url).origin}/image/v2/` }];
    return c.json({ versions: [{ id: 'v2.9', status: 'CURRENT', links }] }, 300);
  });
  app.use('/v2/*', authenticated(backend));
  app.get('/v2/images', (c) => c.json({ images: [image()], first: '/v2/images', schema: '/v2/schemas/images' }));
  app.get('/v2/images/:id', (c) =>
    c.req.param('id') === imageId ? c.json(image()) : c.text('404 Not Found: No image found', 404),
  );
  return app;
}
