using System.Text.RegularExpressions;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>What the README promises a new user, step by step with kubectl and Docker.</summary>
[Collection(ClusterCollection.Name)]
public sealed partial class UserStoryTests(Cluster cluster)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task The_node_is_ready_and_says_what_it_runs_on()
    {
        var table = await _kubectl.RunAsync("get nodes -o wide");

        table.ShouldContain(" Ready ");
        table.ShouldContain("docker://");
    }

    [Fact]
    public async Task A_deployment_is_served_scaled_updated_rolled_back_and_deleted()
    {
        (await _kubectl.RunAsync("apply -f samples/hello.yaml")).ShouldContain("deployment.apps/hello created");
        await _kubectl.RunAsync("rollout status deploy/hello --timeout=60s");

        var overview = await _kubectl.RunAsync("get deploy,rs,pods,svc,endpointslices -o wide");
        overview.ShouldContain("3/3");
        overview.ShouldContain("80:30080/TCP");
        Running().Count(overview).ShouldBe(3);
        await ServedAsync("version 1");

        await _kubectl.RunAsync("scale deploy/hello --replicas=5");
        await _kubectl.RunAsync("rollout status deploy/hello --timeout=60s");
        (await _kubectl.GetAsync("deploy hello"))["status"]!["readyReplicas"].Number().ShouldBe(5);

        await _kubectl.RunAsync("set image deploy/hello hello=orleans-kube/hello:2");
        await _kubectl.RunAsync("rollout status deploy/hello --timeout=90s");
        await ServedAsync("version 2");
        (await _kubectl.RunAsync("rollout history deploy/hello")).ShouldContain("2 ");

        (await _kubectl.RunAsync("rollout undo deploy/hello")).ShouldContain("rolled back");
        await _kubectl.RunAsync("rollout status deploy/hello --timeout=90s");
        await ServedAsync("version 1");

        // kubectl takes the pod that has been ready longest, which may be one of the old ones until the last of them has ended.
        await _kubectl.UntilAsync("pods -l app=hello", pods => pods.Items().Count == 5, TimeSpan.FromSeconds(60));
        (await _kubectl.RunAsync("logs deploy/hello")).ShouldContain("hello 1 listens on 8080");
        (await _kubectl.RunAsync("exec deploy/hello -- cat /etc/hostname")).ShouldStartWith("hello-");

        await _kubectl.RunAsync("delete -f samples/hello.yaml");
        await _kubectl.UntilAsync("pods -l app=hello", pods => pods.Items().Count == 0, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_pod_can_be_watched_from_outside()
    {
        await _kubectl.RunAsync("create namespace watched");
        await _kubectl.RunAsync("run talker -n watched --image=orleans-kube/hello:1 --image-pull-policy=Never");
        await _kubectl.RunAsync("wait -n watched --for=condition=Ready pod/talker --timeout=30s");

        var description = await _kubectl.RunAsync("describe pod talker -n watched");
        description.ShouldContain("Successfully assigned watched/talker to");
        description.ShouldContain("Started container talker");

        using (var follow = _kubectl.Start("logs -f talker -n watched"))
        {
            (await follow.StandardOutput.ReadLineAsync()).ShouldBe("hello 1 listens on 8080");
            await _kubectl.RunAsync("exec talker -n watched -- wget -q -O /dev/null http://127.0.0.1:8080/");
            follow.Kill();
            await follow.WaitForExitAsync();
        }

        (await _kubectl.OnTerminalAsync("exec -it talker -n watched -- sh", "tty; exit 3\r\n")).Output.ShouldContain("/dev/pts/0");
        var failed = await _kubectl.TryAsync(["exec", "talker", "-n", "watched", "--", "sh", "-c", "echo out; echo err >&2; exit 7"]);
        failed.ExitCode.ShouldBe(7, failed.ToString());
        failed.Output.ShouldBe("out\n");
        failed.Error.ShouldStartWith("err\n");
        (await _kubectl.TryAsync("exec -i talker -n watched -- cat", "through standard input")).Output.ShouldBe("through standard input");

        var address = (await _kubectl.GetAsync("pod talker -n watched"))["status"]!["podIP"].Text();
        (await _kubectl.RunAsync("get --raw /api/v1/namespaces/watched/pods/talker:8080/proxy/")).ShouldContain("version 1");
        (await _kubectl.TryAsync("get --raw /api/v1/namespaces/watched/pods/talker:9/proxy/")).Error.ShouldContain($"error trying to reach service: dial tcp {address}:9: connect: connection refused");

        await _kubectl.RunAsync("delete namespace watched --timeout=60s");
        (await Cluster.ContainersAsync("watched")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_pods_use_is_shown_and_a_busy_deployment_grows()
    {
        await _kubectl.RunAsync("create namespace used");
        await _kubectl.RunAsync("apply -f -", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: busy, namespace: used}
            spec:
              selector: {matchLabels: {app: busy}}
              template:
                metadata: {labels: {app: busy}}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: main
                    image: orleans-kube/hello:1
                    imagePullPolicy: Never
                    command: [sh, -c, "while :; do :; done"]
                    resources: {requests: {cpu: 20m}, limits: {cpu: 100m}}
            """);
        await _kubectl.RunAsync("autoscale deployment busy -n used --cpu-percent=50 --min=1 --max=2");
        await _kubectl.RunAsync("rollout status deploy/busy -n used --timeout=60s");

        await _kubectl.UntilAsync("nodes.metrics.k8s.io", nodes => nodes.Items().Count > 0, TimeSpan.FromSeconds(60));
        (await _kubectl.RunAsync("top node")).ShouldMatch(@"\S+ +\d+m +\d+% +\d+Mi +\d+%");
        await _kubectl.UntilAsync("pods.metrics.k8s.io -n used", pods => pods.Items().Count > 0, TimeSpan.FromSeconds(60));
        (await _kubectl.RunAsync("top pod -n used --containers --no-headers")).ShouldMatch(@"busy-\S+ +main +\d{2,}m +\d+Mi");
        await _kubectl.UntilAsync("deploy busy -n used", deployment => deployment["spec"]!["replicas"].Number() == 2, TimeSpan.FromSeconds(90));
        var description = await _kubectl.RunAsync("describe hpa busy -n used");
        description.ShouldContain("New size: 2; reason: cpu resource utilization (percentage of request) above target");
        description.ShouldContain("SuccessfulRescale");

        await _kubectl.RunAsync("delete namespace used --timeout=60s");
    }

    /// <summary>Asks the NodePort until the answer contains the text: nodes learn of new endpoints a moment after the rollout has ended.</summary>
    private static async Task ServedAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!(await AnswerAsync(limit.Token)).Contains(text, StringComparison.Ordinal)) await poll.WaitForNextTickAsync(limit.Token);
    }

    private static async Task<string> AnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Http.GetStringAsync("http://127.0.0.1:30080/", cancellationToken);
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
    }

    [GeneratedRegex(@"\sRunning\s")]
    private static partial Regex Running();
}
