using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orleans.Kube.Model.Certificates;

namespace Orleans.Kube.Tests.Silo;

/// <summary>How a machine comes to a certificate of its own: token, request, approval, signature.</summary>
public sealed class JoiningTests(ApiServerFixture server)
{
    private const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task A_machine_with_a_token_reads_whom_to_trust_and_gets_its_certificate_without_anybody_approving_it()
    {
        await TokenAsync("join01", "0123456789abcdef", "");
        var info = await EventuallyAsync(() => server.Anonymous.GetAsync("/api/v1/namespaces/kube-public/configmaps/cluster-info"), static a => a.Body.Contains("jws-kubeconfig-join01"));
        var data = info.Json["data"]!;
        ((string)data["jws-kubeconfig-join01"]!).ShouldBe(DetachedSignature.Sign((string)data["kubeconfig"]!, "join01", "0123456789abcdef"));

        using var machine = Holder("join01.0123456789abcdef");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (await machine.PostAsync(Requests, Request("join-1", "kubernetes.io/kube-apiserver-client-kubelet", "O=system:nodes, CN=system:node:n1", key))).Code.ShouldBe(201);
        var signed = await EventuallyAsync(() => machine.GetAsync($"{Requests}/join-1"), static a => a.Body.Contains("\"certificate\""));
        signed.Text("spec.username").ShouldBe("system:bootstrap:join01");
        signed.Text("status.conditions.0.reason").ShouldBe("AutoApproved");
        using var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(signed.Text("status.certificate")))).CopyWithPrivateKey(key);
        using var node = new ApiClient(server.Url, certificate);
        (await node.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}")).Text("status.userInfo.username").ShouldBe("system:node:n1");

        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (await node.PostAsync(Requests, Request("renew-1", "kubernetes.io/kube-apiserver-client-kubelet", "O=system:nodes, CN=system:node:n1", next))).Code.ShouldBe(201);
        await EventuallyAsync(() => node.GetAsync($"{Requests}/renew-1"), static a => a.Body.Contains("\"certificate\""));
        (await node.PostAsync(Requests, Request("other-1", "kubernetes.io/kube-apiserver-client-kubelet", "O=system:nodes, CN=system:node:n2", next))).Message.ShouldEndWith("can only create a node CSR with CN=system:node:n1");
        (await node.PostAsync(Requests, Request("renew-2", "kubernetes.io/kube-apiserver-client-kubelet", "O=system:nodes, CN=system:node:n1", next))).Code.ShouldBe(201);
        await EventuallyAsync(() => node.GetAsync($"{Requests}/renew-2"), static a => a.Body.Contains("\"certificate\""));
    }

    [Fact]
    public async Task A_token_opens_nothing_once_its_time_is_over_and_goes()
    {
        await TokenAsync("late01", "0123456789abcdef", "2020-01-01T00:00:00Z");
        using var machine = Holder("late01.0123456789abcdef");
        (await machine.GetAsync(Requests)).Code.ShouldBe(401);
        await EventuallyAsync(() => _api.GetAsync("/api/v1/namespaces/kube-system/secrets/bootstrap-token-late01"), static a => a.Code == 404);
        using var wrong = Holder("join01.0000000000000000");
        (await wrong.GetAsync(Requests)).Code.ShouldBe(401);
    }

    [Fact]
    public async Task What_a_signer_issues_is_a_certificate_and_what_was_decided_stays()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (await _api.PostAsync(Requests, Request("foreign", "example.com/signer", "CN=jane", key))).Code.ShouldBe(201);
        Task<ApiAnswer> Patch(string part, string status) => _api.PatchAsync($"{Requests}/foreign/{part}", $$$"""{"status":{{{status}}} }""");
        string Issued(string pem) => $$"""{"certificate":"{{Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))}}"}""";

        (await Patch("approval", """{"conditions":[{"type":"Approved","status":"True"},{"type":"Denied","status":"True"}]}""")).Message
            .ShouldEndWith("status.conditions[1].type: Invalid value: \"Denied\": Approved and Denied conditions are mutually exclusive");
        (await Patch("approval", """{"conditions":[{"type":"Approved","status":"True"}]}""")).Code.ShouldBe(200);
        (await Patch("approval", """{"conditions":[]}""")).Message.ShouldEndWith("status.conditions: Forbidden: updates may not remove a condition of type \"Approved\"");
        (await Patch("status", Issued("x"))).Message.ShouldEndWith("\"<certificate data>\": must contain at least one CERTIFICATE PEM block");
        (await Patch("status", Issued("-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"))).Message.ShouldEndWith("\"<certificate data>\": x509: malformed certificate");
        (await Patch("status", Issued("-----BEGIN KEY-----\nMA==\n-----END KEY-----\n"))).Message.ShouldEndWith("only CERTIFICATE PEM blocks are allowed, found \"KEY\"");
        using var own = new CertificateRequest("CN=jane", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        (await Patch("status", Issued(own.ExportCertificatePem()))).Code.ShouldBe(200);
    }

    [Fact]
    public async Task A_client_certificate_is_signed_once_somebody_approves_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (await _api.PostAsync(Requests, Request("jane", "kubernetes.io/kube-apiserver-client", "O=dev, CN=jane", key, "\"expirationSeconds\":3600,"))).Code.ShouldBe(201);
        var asked = await _api.GetAsync($"{Requests}/jane");
        asked.Body.ShouldNotContain("Approved");
        var askedJson = asked.Json;
        askedJson["status"] = System.Text.Json.Nodes.JsonNode.Parse("""{"conditions":[{"type":"Approved","status":"True","reason":"E2E","message":"m"}]}""");
        (await _api.PutAsync($"{Requests}/jane/approval", askedJson.ToJsonString())).Code.ShouldBe(200);
        var signed = await EventuallyAsync(() => _api.GetAsync($"{Requests}/jane"), static a => a.Body.Contains("\"certificate\""));
        using var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(signed.Text("status.certificate"))));
        (certificate.NotAfter - certificate.NotBefore).TotalMinutes.ShouldBeInRange(60, 65.1);
        using var masters = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var refused = await _api.PostAsync(Requests, Request("root", "kubernetes.io/kube-apiserver-client", "O=system:masters, CN=root", masters));
        refused.Code.ShouldBe(403);
        refused.Message.ShouldContain("use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed");
    }

    [Fact]
    public async Task What_a_signer_does_not_sign_fails_and_says_why()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (await _api.PostAsync(Requests, Request("odd", "kubernetes.io/kube-apiserver-client-kubelet", "O=dev, CN=system:node:n1", key))).Code.ShouldBe(201);
        var approval = await _api.GetAsync($"{Requests}/odd");
        var approvalJson = approval.Json;
        approvalJson["status"] = System.Text.Json.Nodes.JsonNode.Parse("""{"conditions":[{"type":"Approved","status":"True","reason":"E2E","message":"m"}]}""");
        (await _api.PutAsync($"{Requests}/odd/approval", approvalJson.ToJsonString())).Code.ShouldBe(200);
        var failed = await EventuallyAsync(() => _api.GetAsync($"{Requests}/odd"), static a => a.Body.Contains("Failed"));
        failed.Text("status.conditions.1.message").ShouldBe("subject organization is not system:nodes");
    }

    [Fact]
    public async Task A_node_writes_itself_alone_and_gives_itself_no_labels_of_the_cluster()
    {
        using var node = server.As("system:node:own", "system:nodes");
        (await node.PostAsync("/api/v1/nodes", """{"metadata":{"name":"own","labels":{"kubernetes.io/os":"linux","mine":"yes"}}}""")).Code.ShouldBe(201);
        var other = await node.PostAsync("/api/v1/nodes", """{"metadata":{"name":"other"}}""");
        other.Code.ShouldBe(403);
        other.Message.ShouldBe("nodes \"other\" is forbidden: node \"own\" is not allowed to modify node \"other\"");
        var label = await node.PatchAsync("/api/v1/nodes/own", """{"metadata":{"labels":{"node-restriction.kubernetes.io/zone":"a"}}}""");
        label.Code.ShouldBe(403);
        label.Message.ShouldBe("nodes \"own\" is forbidden: is not allowed to modify labels: node-restriction.kubernetes.io/zone");
        var pod = await node.PostAsync("/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"nodeName":"own","containers":[{"name":"c","image":"i"}]}}""");
        pod.Code.ShouldBe(403);
        pod.Message.ShouldContain("pod does not have \"kubernetes.io/config.mirror\" annotation, node \"own\" can only create mirror pods");
        (await node.GetAsync("/api/v1/namespaces/default/persistentvolumeclaims/any")).Code.ShouldBe(403);
        (await node.DeleteAsync("/api/v1/nodes/own")).Code.ShouldBe(200);
    }

    private static string Request(string name, string signer, string subject, ECDsa key, string more = "")
    {
        var pem = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        return $$"""{"metadata":{"name":"{{name}}" },"spec":{ {{more}} "signerName":"{{signer}}","usages":["digital signature","client auth"],"request":"{{Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))}}"} }""";
    }

    private static async Task<ApiAnswer> EventuallyAsync(Func<Task<ApiAnswer>> ask, Func<ApiAnswer, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (;;)
        {
            var answer = await ask();
            if (holds(answer) || patience.IsCancellationRequested) return holds(answer) ? answer : throw new TimeoutException(answer.Body);
            await Task.Delay(20);
        }
    }

    private async Task TokenAsync(string id, string secret, string expiration) => (await _api.PostAsync("/api/v1/namespaces/kube-system/secrets",
        $$"""
        {"metadata":{"name":"bootstrap-token-{{id}}" },"type":"bootstrap.kubernetes.io/token","stringData":{"token-id":"{{id}}","token-secret":"{{secret}}","expiration":"{{expiration}}",
         "usage-bootstrap-authentication":"true","usage-bootstrap-signing":"true","auth-extra-groups":"system:bootstrappers:kubeadm:default-node-token"} }
        """)).Code.ShouldBe(201);

    private ApiClient Holder(string token)
    {
        var client = new ApiClient(server.Url, null);
        client.Headers.Add("Authorization", "Bearer " + token);
        return client;
    }
}
