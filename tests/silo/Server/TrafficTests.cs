namespace Orleans.Kube.Tests.Silo;

/// <summary>What nodes learn of NetworkPolicies.</summary>
public sealed class TrafficTests(ApiServerFixture server)
{
    private const string Path = "/apis/node.orleans-kube.io/v1/nodes/traffic-1/traffic";

    [Fact]
    public async Task A_node_is_told_what_its_pods_may_receive_as_soon_as_that_changes()
    {
        var space = await server.NamespaceAsync();
        using var node = server.As("system:node:traffic-1", "system:nodes");
        var first = await node.GetAsync(Path);
        first.Code.ShouldBe(200, first.Body);
        first.Json["pods"].ShouldBeNull();

        var pod = await server.Admin.PostAsync($"/api/v1/namespaces/{space}/pods", """{"metadata":{"name":"p","labels":{"app":"web"}},"spec":{"nodeName":"traffic-1","containers":[{"name":"c","image":"i"}]}}""");
        pod.Code.ShouldBe(201, pod.Body);
        (await node.PatchAsync($"/api/v1/namespaces/{space}/pods/p/status", """{"status":{"phase":"Running","podIP":"10.244.9.9","podIPs":[{"ip":"10.244.9.9"}]}}""")).Code.ShouldBe(200);
        var closed = node.GetAsync($"{Path}?after={first.Text("version")}");
        var policy = await server.Admin.PostAsync($"/apis/networking.k8s.io/v1/namespaces/{space}/networkpolicies", """{"metadata":{"name":"closed"},"spec":{"podSelector":{}}}""");
        policy.Code.ShouldBe(201, policy.Body);
        var answer = await closed.WaitAsync(TimeSpan.FromSeconds(20));
        (answer.Text("pods.0.address"), answer.Text("pods.0.uid"), answer.Text("pods.0.ingress"), answer.Text("pods.0.egress")).ShouldBe(("10.244.9.9", pod.Text("metadata.uid"), "{}", ""));

        var open = node.GetAsync($"{Path}?after={answer.Text("version")}");
        (await server.Admin.DeleteAsync($"/apis/networking.k8s.io/v1/namespaces/{space}/networkpolicies/closed")).Code.ShouldBe(200);
        (await open.WaitAsync(TimeSpan.FromSeconds(20))).Text("version").ShouldBe(first.Text("version"));
    }

    [Fact]
    public async Task Nobody_else_may_ask()
    {
        using var other = server.As("system:node:traffic-2", "system:nodes");
        (await other.GetAsync(Path)).Code.ShouldBe(403);
        (await server.Admin.PostAsync(Path, "{}")).Code.ShouldBe(405);
    }
}
