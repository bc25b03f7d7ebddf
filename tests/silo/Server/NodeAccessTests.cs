using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Orleans.Kube.Tests.Silo;

/// <summary>What a node's agent may do, by the tables of the node authorizer and of NodeRestriction in Kubernetes.</summary>
public sealed class NodeAccessTests(ApiServerFixture server) : IAsyncLifetime
{
    private readonly string _node = $"n-{Guid.NewGuid():n}"[..12];
    private string _space = "";

    public async ValueTask InitializeAsync()
    {
        _space = await server.NamespaceAsync();
        await CreateAsync("pods", """{"metadata":{"name":"mine"},"spec":{"nodeName":"NODE","serviceAccountName":"default","containers":[{"name":"c","image":"i","envFrom":[{"secretRef":{"name":"of-env"}}]}],"volumes":[{"name":"v","configMap":{"name":"of-volume"}},{"name":"d","persistentVolumeClaim":{"claimName":"of-claim"}}]}}""");
        await CreateAsync("pods", """{"metadata":{"name":"others"},"spec":{"nodeName":"elsewhere","containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","secret":{"secretName":"of-others"}}]}}""");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("get", "", "pods", "mine", "yes")]
    [InlineData("get", "", "pods", "others", "no relationship found between node 'NODE' and this object")]
    [InlineData("get", "", "pods/log", "mine", "cannot get subresource")]
    [InlineData("list", "", "pods", "", "can only list/watch pods with spec.nodeName field selector")]
    [InlineData("list", "", "pods", "?spec.nodeName=NODE", "yes")]
    [InlineData("watch", "", "pods", "?spec.nodeName=elsewhere", "can only list/watch pods with spec.nodeName field selector")]
    [InlineData("watch", "", "pods", "?spec.nodeName!=NODE", "can only list/watch pods with spec.nodeName field selector")]
    [InlineData("list", "", "pods", "mine", "yes")]
    [InlineData("create", "", "pods", "", "yes")]
    [InlineData("update", "", "pods", "mine", "")]
    [InlineData("deletecollection", "", "pods", "", "")]
    [InlineData("patch", "", "pods/status", "others", "yes")]
    [InlineData("create", "", "pods/eviction", "others", "yes")]
    [InlineData("create", "", "pods/binding", "mine", "")]
    [InlineData("get", "", "secrets", "of-env", "yes")]
    [InlineData("watch", "", "secrets", "of-env", "yes")]
    [InlineData("get", "", "secrets", "of-others", "no relationship found between node 'NODE' and this object")]
    [InlineData("list", "", "secrets", "", "No Object name found")]
    [InlineData("update", "", "secrets", "of-env", "can only read resources of this type")]
    [InlineData("get", "", "configmaps", "of-volume", "yes")]
    [InlineData("get", "", "configmaps", "of-env", "no relationship found between node 'NODE' and this object")]
    [InlineData("get", "", "persistentvolumeclaims", "of-claim", "yes")]
    [InlineData("patch", "", "persistentvolumeclaims/status", "of-claim", "yes")]
    [InlineData("patch", "", "persistentvolumeclaims/status", "another", "no relationship found between node 'NODE' and this object")]
    [InlineData("create", "", "serviceaccounts/token", "default", "yes")]
    [InlineData("create", "", "serviceaccounts/token", "another", "no relationship found between node 'NODE' and this object")]
    [InlineData("get", "", "serviceaccounts", "default", "not allowed to get service accounts")]
    [InlineData("create", "", "serviceaccounts", "", "can only create tokens for individual service accounts")]
    [InlineData("update", "coordination.k8s.io", "leases", "NODE", "can only access leases in the \"kube-node-lease\" system namespace")]
    [InlineData("list", "coordination.k8s.io", "leases", "", "can only get, create, update, patch, or delete a node lease")]
    [InlineData("get", "storage.k8s.io", "csinodes", "NODE", "yes")]
    [InlineData("get", "storage.k8s.io", "csinodes", "elsewhere", "can only access CSINode with the same name as the requesting node")]
    [InlineData("list", "storage.k8s.io", "csinodes", "", "can only get, create, update, patch, or delete a CSINode")]
    [InlineData("get", "storage.k8s.io", "csidrivers", "any", "yes")]
    [InlineData("get", "storage.k8s.io", "storageclasses", "any", "")]
    [InlineData("list", "storage.k8s.io", "volumeattachments", "", "can only get individual resources of this type")]
    [InlineData("patch", "", "nodes/status", "elsewhere", "yes")]
    [InlineData("delete", "", "nodes", "elsewhere", "")]
    [InlineData("list", "", "namespaces", "", "")]
    [InlineData("list", "", "endpoints", "", "")]
    [InlineData("patch", "", "events", "any", "yes")]
    [InlineData("get", "certificates.k8s.io", "certificatesigningrequests", "any", "yes")]
    [InlineData("create", "authorization.k8s.io", "localsubjectaccessreviews", "", "yes")]
    public async Task A_node_may_do_what_kubelets_may(string verb, string group, string resource, string name, string expected)
    {
        var (whole, sub) = resource.Split('/') is [var first, var second] ? (first, second) : (resource, "");
        var selector = name.StartsWith('?') ? $$""","fieldSelector":{"rawSelector":"{{name[1..]}}"}""" : "";
        var answer = await server.Admin.PostAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews", Of($$"""
            {"spec":{"user":"system:node:NODE","groups":["system:nodes"],"resourceAttributes":{"namespace":"{{_space}}","verb":"{{verb}}","group":"{{group}}","resource":"{{whole}}","subresource":"{{sub}}",
             "name":"{{(selector.Length > 0 ? "" : name)}}"{{selector}} } } }
            """));
        answer.Code.ShouldBe(201, answer.Body);
        ((bool)answer.Json["status"]!["allowed"]! ? "yes" : (string?)answer.Json["status"]!["reason"] ?? "").ShouldBe(Of(expected));
    }

    [Theory]
    [InlineData("""{"spec":{}}""", "node requested token not bound to a pod")]
    [InlineData("""{"spec":{"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"mine"}}}""", "node requested token with a pod binding without a uid")]
    [InlineData("""{"spec":{"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"others","uid":"UID"}}}""", "node requested token bound to a pod scheduled on a different node")]
    [InlineData("""{"spec":{"audiences":["a","b"],"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"mine","uid":"UID"}}}""", "node may only request 0 or 1 audiences")]
    [InlineData("""{"spec":{"audiences":["a"],"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"mine","uid":"UID"}}}""", "audience \"a\" not found in pod spec volume, system:node:NODE is not authorized to request tokens for this audience")]
    [InlineData("""{"spec":{"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"mine","uid":"UID"}}}""", "")]
    public async Task A_node_gets_tokens_for_the_pods_that_run_on_it(string request, string refusal)
    {
        using var node = Node();
        var pod = request.Contains("others", StringComparison.Ordinal) ? "others" : "mine";
        var uid = (await server.Admin.GetAsync($"/api/v1/namespaces/{_space}/pods/{pod}")).Text("metadata.uid");
        var answer = await node.PostAsync($"/api/v1/namespaces/{_space}/serviceaccounts/default/token", request.Replace("UID", uid, StringComparison.Ordinal));
        if (refusal.Length == 0) answer.Code.ShouldBe(201, answer.Body);
        else answer.Message.ShouldBe(Of($"serviceaccounts \"default\" is forbidden: {refusal}"));
    }

    [Fact]
    public async Task A_node_gives_itself_nothing_that_steers_pods()
    {
        using var node = Node();
        (await node.PostAsync("/api/v1/nodes", Of("""{"metadata":{"name":"NODE","labels":{"node-role.kubernetes.io/x":"","kubernetes.io/foo":"","mine":""}}}"""))).Message
            .ShouldBe(Of("nodes \"NODE\" is forbidden: node \"NODE\" is not allowed to set the following labels: kubernetes.io/foo, node-role.kubernetes.io/x"));
        (await node.PostAsync("/api/v1/nodes", Of("""{"metadata":{"name":"NODE"}}"""))).Code.ShouldBe(201);
        (await PatchAsync("""{"spec":{"taints":[{"key":"a","effect":"NoSchedule"}]}}""")).ShouldBe("node \"NODE\" is not allowed to modify taints");
        (await PatchAsync("""{"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u"}]}}""")).ShouldBe("node \"NODE\" is not allowed to modify ownerReferences");
        (await PatchAsync("""{"metadata":{"labels":{"foo.k8s.io/x":"y"}}}""")).ShouldBe("is not allowed to modify labels: foo.k8s.io/x");
        (await node.PatchAsync(Of("/api/v1/nodes/NODE"), """{"metadata":{"labels":{"kubelet.kubernetes.io/x":"y","topology.kubernetes.io/zone":"z","other.example/a":"b"}}}""")).Code.ShouldBe(200);

        async Task<string> PatchAsync(string patch) => (await node.PatchAsync(Of("/api/v1/nodes/NODE"), patch)).Message.Replace(Of("nodes \"NODE\" is forbidden: "), "", StringComparison.Ordinal).Replace(_node, "NODE", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_gets_what_the_drivers_of_its_pods_volumes_are_given()
    {
        using var node = Node();
        var driver = $"d-{_space}";
        var request = $$"""{"spec":{"audiences":["{{driver}}"],"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"mine","uid":"{{(await server.Admin.GetAsync($"/api/v1/namespaces/{_space}/pods/mine")).Text("metadata.uid")}}"} } }""";
        (await node.PostAsync($"/api/v1/namespaces/{_space}/serviceaccounts/default/token", request)).Code.ShouldBe(403);
        await CreateAsync("secrets", """{"metadata":{"name":"of-volume"}}""");
        await CreateAsync("secrets", """{"metadata":{"name":"of-controller"}}""");
        (await server.Admin.PostAsync("/apis/storage.k8s.io/v1/csidrivers", $$"""{"metadata":{"name":"{{driver}}"},"spec":{"tokenRequests":[{"audience":"{{driver}}"}] } }""")).Code.ShouldBe(201);
        (await server.Admin.PostAsync("/api/v1/persistentvolumes", $$"""
            {"metadata":{"name":"{{driver}}"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"claimRef":{"namespace":"{{_space}}","name":"of-claim"},"csi":{"driver":"{{driver}}","volumeHandle":"h",
             "nodeStageSecretRef":{"namespace":"{{_space}}","name":"of-volume"},"controllerPublishSecretRef":{"namespace":"{{_space}}","name":"of-controller"} } } }
            """)).Code.ShouldBe(201);
        await CreateAsync("persistentvolumeclaims", $$"""{"metadata":{"name":"of-claim"},"spec":{"storageClassName":"","accessModes":["ReadWriteOnce"],"volumeName":"{{driver}}","resources":{"requests":{"storage":"1Gi"} } } }""");
        (await node.PostAsync($"/api/v1/namespaces/{_space}/serviceaccounts/default/token", request)).Code.ShouldBe(201);
        (await node.GetAsync($"/api/v1/namespaces/{_space}/secrets/of-volume")).Code.ShouldBe(200);
        (await node.GetAsync($"/api/v1/namespaces/{_space}/secrets/of-controller")).Code.ShouldBe(403);
    }

    [Theory]
    [InlineData("\"serviceAccountName\":\"default\"", "a mirror pod may not reference service accounts")]
    [InlineData("\"volumes\":[{\"name\":\"v\",\"secret\":{\"secretName\":\"s\"}}]", "a mirror pod may not reference secrets")]
    [InlineData("\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"s\"}}]", "node \"NODE\" can not create pods that reference configmaps")]
    [InlineData("\"volumes\":[{\"name\":\"v\",\"persistentVolumeClaim\":{\"claimName\":\"s\"}}]", "node \"NODE\" can not create pods that reference persistentvolumeclaims")]
    public async Task A_mirror_pod_names_nothing_of_the_cluster(string spec, string why)
    {
        using var node = Node();
        var made = await node.PostAsync("/api/v1/nodes", Of("""{"metadata":{"name":"NODE"}}"""));
        var uid = made.Text("metadata.uid");
        var answer = await node.PostAsync($"/api/v1/namespaces/{_space}/pods", Of($$"""
            {"metadata":{"name":"mirror","annotations":{"kubernetes.io/config.mirror":"h"},"ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"NODE","uid":"{{uid}}","controller":true}]},
             "spec":{"nodeName":"NODE","containers":[{"name":"c","image":"i"}],{{spec}} } }
            """));
        answer.Code.ShouldBe(403, answer.Body);
        answer.Message.ShouldBe(Of($"pods \"mirror\" is forbidden: {why}"));
    }

    [Fact]
    public async Task A_node_asks_for_certificates_in_its_own_name()
    {
        using var node = Node();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (await AskAsync("elsewhere")).Message.ShouldEndWith(Of("can only create a node CSR with CN=system:node:NODE"));
        (await AskAsync(_node)).Code.ShouldBe(201);

        Task<ApiAnswer> AskAsync(string name)
        {
            var pem = new CertificateRequest($"O=system:nodes, CN=system:node:{name}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
            return node.PostAsync("/apis/certificates.k8s.io/v1/certificatesigningrequests", $$"""
                {"metadata":{"name":"{{_node}}-{{name}}" },"spec":{"signerName":"kubernetes.io/kube-apiserver-client-kubelet","usages":["digital signature","client auth"],
                 "request":"{{Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))}}"} }
                """);
        }
    }

    private ApiClient Node() => server.As($"system:node:{_node}", "system:nodes");

    private string Of(string text) => text.Replace("NODE", _node, StringComparison.Ordinal);

    private async Task CreateAsync(string resource, string json)
    {
        var made = await server.Admin.PostAsync($"/api/v1/namespaces/{_space}/{resource}", Of(json));
        made.Code.ShouldBe(201, made.Body);
    }
}
