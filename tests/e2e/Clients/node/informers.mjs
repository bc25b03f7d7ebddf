// Watches and informers of @kubernetes/client-node.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { CoreV1Api, KubeConfig, Watch, makeInformer } from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const namespace = (await core.createNamespace({ body: { metadata: { generateName: 'node-informers-' } } })).metadata.name;
const put = (name) => core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { app: 'x' } }, data: { z: 'z' } } });

try {
    await put('before');
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const informer = makeInformer(config, path, () => core.listNamespacedConfigMap({ namespace, labelSelector: 'app=x' }), 'app=x');
    const seen = [];
    let stir = () => {};
    for (const verb of ['add', 'update', 'delete']) informer.on(verb, (o) => { seen.push(`${verb} ${o.metadata.name}`); stir(); });
    informer.on('error', (e) => { seen.push(`error ${e}`); stir(); });
    const until = async (wanted) => {
        for (const limit = Date.now() + 20000; !seen.includes(wanted) && Date.now() < limit;) await Promise.race([new Promise((r) => { stir = r; }), new Promise((r) => setTimeout(r, 1000))]);
        assert.ok(seen.includes(wanted), `${wanted} of ${seen}`);
    };
    await informer.start();
    await until('add before');
    await put('after');
    await until('add after');
    await core.patchNamespacedConfigMap({ namespace, name: 'after', body: [{ op: 'add', path: '/data/a', value: 'b' }] });
    await until('update after');
    assert.equal(informer.get('after', namespace).data.a, 'b');
    await core.deleteNamespacedConfigMap({ namespace, name: 'before' });
    await until('delete before');
    assert.deepEqual(informer.list(namespace).map((o) => o.metadata.name), ['after']);
    assert.deepEqual(seen, ['add before', 'add after', 'update after', 'delete before']);
    await informer.stop();

    const events = [];
    await new Promise((done, fail) => new Watch(config).watch(path, { labelSelector: 'app=x', allowWatchBookmarks: true, timeoutSeconds: 2 },
        (type, object) => events.push(`${type} ${object.kind} ${object.metadata.name ?? ''}`), (e) => (e && e.name !== 'AbortError' ? fail(e) : done())).catch(fail));
    assert.equal(events[0], 'ADDED ConfigMap after');
    assert.equal(events.at(-1).split(' ')[0], 'BOOKMARK');
} finally {
    await core.deleteNamespace({ name: namespace });
}
