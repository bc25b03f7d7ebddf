using System.Text.Json.Nodes;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>What a machine lives through: what should run runs again, nothing runs twice, and nothing is left over in the end.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SurvivalTests(Cluster cluster)
{
    private const string Namespace = "survival";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private const string Objects = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: survival}
        data: {colour: blue}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: survival}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              nodeName: second-machine
              terminationGracePeriodSeconds: 1
              volumes: [{name: disk, emptyDir: {}}, {name: memory, emptyDir: {medium: Memory}}, {name: settings, configMap: {name: settings}}]
              containers:
              - name: c
                image: orleans-kube/hello:1
                imagePullPolicy: Never
                volumeMounts: [{name: disk, mountPath: /disk}, {name: memory, mountPath: /memory}, {name: settings, mountPath: /settings}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: survival}
        spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: once, namespace: survival}
        spec:
          nodeName: second-machine
          restartPolicy: Never
          terminationGracePeriodSeconds: 1
          containers: [{name: c, image: "orleans-kube/hello:1", imagePullPolicy: Never, command: [sleep, "3600"]}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: steady, namespace: survival}
        spec:
          nodeName: second-machine
          terminationGracePeriodSeconds: 1
          containers: [{name: c, image: "orleans-kube/hello:1", imagePullPolicy: Never}]
        """;

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_machine_lives_through_a_lost_container_a_new_Docker_a_power_cut_and_a_cut_cable()
    {
        await Images.EnsureCurlAsync();
        await using var machine = await SecondMachine.StartAsync();
        machine.Join((await cluster.KubeAsync("token", "create")).Output);
        await ReadyNodeAsync();
        var nothing = await machine.UntilCountedAsync("containers 0", Soon);
        await _kubectl.RunAsync($"create namespace {Namespace}");
        await _kubectl.RunAsync("apply -f -", Objects);
        await RunningAsync(machine, pods: 5, restarts: 0);

        await machine.RemoveContainerAsync("steady", "c");
        await _kubectl.UntilAsync($"pod steady -n {Namespace}", static pod => Restarts(pod) == 1 && pod.Condition("Ready") == "True", Soon);
        await machine.RemoveContainerAsync("steady", "POD");
        await _kubectl.UntilAsync($"pod steady -n {Namespace}", static pod => Restarts(pod) == 2 && pod.Condition("Ready") == "True", Soon);

        await machine.RestartDockerAsync();
        await RunningAsync(machine, pods: 4, restarts: 1);
        await SecondMachine.UntilPoliciesComeFirstAsync(Soon);
        (await _kubectl.GetAsync($"pod once -n {Namespace}"))["status"]!["phase"].Text().ShouldBe("Failed");

        await machine.RebootAsync();
        await RunningAsync(machine, pods: 4, restarts: 2);

        foreach (var pod in (await _kubectl.GetAsync($"pods -n {Namespace} -l app=web")).Items())
            pod["status"]!["podIPs"]!.AsArray().Select(static address => address!["ip"].Text()).ShouldBe([pod["status"]!["podIP"].Text()]);

        var running = await machine.RunningAsync();
        await SecondMachine.ConnectAsync(false);
        await _kubectl.UntilAsync($"node {SecondMachine.Name}", static node => node.Condition("Ready") == "Unknown", Soon + Soon);
        await _kubectl.RunAsync($"delete pod steady -n {Namespace} --wait=false");
        await SecondMachine.ConnectAsync(true);
        await ReadyNodeAsync();
        await _kubectl.UntilAsync($"pods -n {Namespace}", static pods => pods.Items().All(static pod => pod.Name() != "steady"), Soon);
        (await machine.RunningAsync()).Except(running).ShouldBeEmpty();
        await RunningAsync(machine, pods: 3, restarts: 2);

        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
        (await machine.UntilCountedAsync("containers 0", Soon)).ShouldBe(nothing);
        await machine.LeaveAsync();
    }

    [Fact]
    public async Task A_clock_that_is_set_ends_nothing_and_holds_nothing_up()
    {
        await using var machine = await SecondMachine.StartAsync();
        machine.SetClock("+0");
        machine.Join((await cluster.KubeAsync("token", "create")).Output);
        await ReadyNodeAsync();
        await _kubectl.RunAsync($"create namespace {Namespace}");
        await _kubectl.RunAsync("apply -f -", Objects);
        await RunningAsync(machine, pods: 5, restarts: 0);
        var running = await machine.RunningAsync();
        foreach (var (offset, run) in (IEnumerable<(string, int)>)[("+3h", 1), ("-3h", 2), ("+0", 3)])
        {
            machine.SetClock(offset);
            await _kubectl.RunAsync("apply -f -", Extra(run));
            await _kubectl.UntilAsync($"pod extra-{run} -n {Namespace}", static pod => pod.Condition("Ready") == "True" && Restarts(pod) == 1, Soon);
            await _kubectl.RunAsync($"delete pod extra-{run} -n {Namespace} --timeout=60s");
            (await _kubectl.GetAsync($"node {SecondMachine.Name}")).Condition("Ready").ShouldBe("True");
            (await _kubectl.GetAsync($"pods -n {Namespace}")).Items().ShouldAllBe(static pod => pod.Condition("Ready") == "True" && Restarts(pod) == 0);
            (await machine.RunningAsync()).ShouldBe(running);
        }

        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
        await machine.LeaveAsync();
    }

    [Fact]
    public async Task A_full_disk_costs_the_pod_that_filled_it_and_no_other()
    {
        await using var machine = await SecondMachine.StartAsync(diskMegabytes: 300);
        machine.Join((await cluster.KubeAsync("token", "create")).Output, "ORLEANS_KUBE_NODE_EVICTION__CHECK=00:00:15", "ORLEANS_KUBE_NODE_EVICTION__PRESSURETRANSITION=00:00:05");
        await ReadyNodeAsync();
        var nothing = await machine.UntilCountedAsync("containers 0", Soon);
        await _kubectl.RunAsync($"create namespace {Namespace}");
        await _kubectl.RunAsync("apply -f -", Objects);
        await RunningAsync(machine, pods: 5, restarts: 0);

        await _kubectl.RunAsync("apply -f -", Writer("hog", "dd if=/dev/zero of=/disk/big bs=1M; sleep 3600"));
        await FullAsync(machine);
        await _kubectl.RunAsync("apply -f -", Writer("late", "echo late > /disk/note && sleep 3600"));
        await _kubectl.UntilAsync($"node {SecondMachine.Name}", static node => node.Condition("DiskPressure") == "True", Soon);
        await _kubectl.UntilAsync($"node {SecondMachine.Name}", static node => node["spec"]!["taints"]?.AsArray().Any(static t => t!["key"].Text() == "node.kubernetes.io/disk-pressure") == true, Soon);
        var hog = await _kubectl.UntilAsync($"pod hog -n {Namespace}", static pod => pod["status"]!["phase"].Text() == "Failed", Soon);
        hog["status"]!["reason"].Text().ShouldBe("Evicted");
        hog["status"]!["message"].Text().ShouldStartWith("The node was low on resource: ephemeral-storage. ");

        await _kubectl.UntilAsync($"node {SecondMachine.Name}", static node => node.Condition("DiskPressure") == "False" && node["spec"]!["taints"] is null, Soon);
        await _kubectl.UntilAsync($"pod late -n {Namespace}", static pod => pod.Condition("Ready") == "True", Soon);
        (await _kubectl.GetAsync($"pods -n {Namespace}")).Items().Where(static pod => pod.Name() is not ("hog" or "late"))
            .ShouldAllBe(static pod => pod.Condition("Ready") == "True" && Restarts(pod) == 0);

        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
        (await machine.UntilCountedAsync("containers 0", Soon)).ShouldBe(nothing);
        await machine.LeaveAsync();
    }

    private static string Writer(string name, string command) => $$$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{{name}}}, namespace: survival}
        spec:
          nodeName: second-machine
          terminationGracePeriodSeconds: 1
          volumes: [{name: disk, emptyDir: {}}, {name: settings, configMap: {name: settings}}]
          containers:
          - {name: c, image: "orleans-kube/hello:1", imagePullPolicy: Never, command: [sh, -c, "{{{command}}}"],
             volumeMounts: [{name: disk, mountPath: /disk}, {name: settings, mountPath: /settings}]}
        """;

    private static async Task FullAsync(SecondMachine machine)
    {
        using var limit = new CancellationTokenSource(Soon);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (machine.FreeBytes() >= 1 << 20) (await poll.WaitForNextTickAsync(limit.Token)).ShouldBeTrue();
    }

    /// <summary>A pod that ends once, starts anew and takes a moment to be ready.</summary>
    private static string Extra(int run) => $$$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: extra-{{{run}}}, namespace: survival}
        spec:
          nodeName: second-machine
          terminationGracePeriodSeconds: 1
          volumes: [{name: disk, emptyDir: {}}]
          containers:
          - name: c
            image: orleans-kube/hello:1
            imagePullPolicy: Never
            command: [sh, -c, "[ -e /disk/seen ] && exec sleep 3600; touch /disk/seen; exit 1"]
            readinessProbe: {exec: {command: ["true"]}, initialDelaySeconds: 1, periodSeconds: 1}
            volumeMounts: [{name: disk, mountPath: /disk}]
        """;

    private Task<JsonNode> ReadyNodeAsync() => _kubectl.UntilAsync($"node {SecondMachine.Name}", static node => node.Condition("Ready") == "True", Soon);

    /// <summary>Waits until so many pods are ready after so many restarts of each container, and two containers run for each.</summary>
    private async Task RunningAsync(SecondMachine machine, int pods, int restarts)
    {
        await _kubectl.UntilAsync(
            $"pods -n {Namespace}", list => list.Items().Count(pod => pod.Condition("Ready") == "True" && Restarts(pod) >= restarts) == pods, Soon);
        using var limit = new CancellationTokenSource(Soon);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await machine.RunningAsync()).Length != 2 * pods) (await poll.WaitForNextTickAsync(limit.Token)).ShouldBeTrue();
    }

    private static int? Restarts(JsonNode pod) => (int?)pod.FirstContainer()?["restartCount"].Number();
}
