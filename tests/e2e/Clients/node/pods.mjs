// A pod through @kubernetes/client-node: waited for, its log, commands in it, files copied, a port forwarded.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Attach, CoreV1Api, Exec, KubeConfig, Log, PortForward, Watch } from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const namespace = (await core.createNamespace({ body: { metadata: { generateName: 'node-pods-' } } })).metadata.name;

try {
    for (;;) {
        if ((await core.listNamespacedServiceAccount({ namespace })).items.some((a) => a.metadata.name === 'default')) break;
        await new Promise((r) => setTimeout(r, 100));
    }
    await core.createNamespacedPod({ namespace, body: { metadata: { name: 'p' }, spec: { terminationGracePeriodSeconds: 1, containers: [
        { name: 'c', image: 'orleans-kube/hello:1' },
        { name: 'cat', image: 'orleans-kube/hello:1', stdin: true, command: ['cat'] }] } } });
    await new Promise((ready, fail) => {
        const watching = new Watch(config).watch(`/api/v1/namespaces/${namespace}/pods`, { timeoutSeconds: 60 }, async (type, pod) => {
            if (pod.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True')) { ready(); (await watching).abort(); }
        }, (e) => fail(e ?? new Error('the pod did not become ready')));
    });

    assert.match(await core.readNamespacedPodLog({ namespace, name: 'p', container: 'c' }), /^hello 1/);
    const log = new PassThrough();
    const following = await new Log(config).log(namespace, 'p', 'c', log, { follow: true, tailLines: 1 });
    assert.match(String((await once(log, 'data'))[0]), /^hello 1/);
    following.abort();

    const run = async (command, input) => {
        const [out, err] = [new PassThrough(), new PassThrough()];
        const [outText, errText] = [text(out), text(err)];
        const status = await new Promise((done, fail) => new Exec(config).exec(namespace, 'p', 'c', command, out, err, input ?? null, false, done).catch(fail));
        out.end();
        err.end();
        return [status, await outText, await errText];
    };
    const [good, out, err] = await run(['sh', '-c', 'echo out; echo err >&2']);
    assert.deepEqual([good.status, out, err], ['Success', 'out\n', 'err\n']);
    const [bad] = await run(['sh', '-c', 'exit 3']);
    assert.deepEqual([bad.status, bad.reason, bad.details.causes[0]], ['Failure', 'NonZeroExitCode', { reason: 'ExitCode', message: '3' }]);
    const [, echoed] = await run(['sh', '-c', 'read a; echo "<$a>"'], Readable.from(['some words\n']));
    assert.equal(echoed, '<some words>\n');

    const [said, heard] = [new PassThrough(), new PassThrough()];
    const attached = await new Attach(config).attach(namespace, 'p', 'cat', heard, null, said, false);
    said.write('hello\n');
    assert.equal(String((await once(heard, 'data'))[0]), 'hello\n');
    attached.close();

    const forward = new PortForward(config);
    const server = createServer((socket) => forward.portForward(namespace, 'p', [8080], socket, null, socket));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const client = connect(server.address().port, '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n');
    let answer = '';
    for await (const part of client) {
        answer += part;
        if (answer.includes('Hello from p')) break;
    }
    assert.match(answer, /Hello from p/);
    server.close();

    await core.deleteNamespacedPod({ namespace, name: 'p', body: { gracePeriodSeconds: 1 } });
} finally {
    await core.deleteNamespace({ name: namespace });
}
process.exit(0);
