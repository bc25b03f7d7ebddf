using System.Net;
using System.Buffers.Text;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Orleans.Kube.Tests.Silo;

public sealed class AccessTests(ApiServerFixture server)
{
    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/healthz")]
    [InlineData("/version")]
    public async Task Health_and_version_are_open_to_everyone(string path) => (await server.Anonymous.GetAsync(path)).Code.ShouldBe(200);

    [Theory]
    [InlineData("/api")]
    [InlineData("/apis")]
    [InlineData("/api/v1/pods")]
    [InlineData("/metrics")]
    [InlineData("/readyz/ping")]
    [InlineData("/nowhere")]
    public async Task Everything_else_is_forbidden_to_who_does_not_say_who_they_are(string path)
    {
        var refused = await server.Anonymous.GetAsync(path);
        refused.Code.ShouldBe(403);
        refused.Message.ShouldContain("User \"system:anonymous\" cannot");
    }

    [Fact]
    public async Task Answers_say_which_flow_schema_and_priority_level_the_request_was_of()
    {
        const string group = "/apis/flowcontrol.apiserver.k8s.io/v1/";
        var level = await server.Admin.PostAsync(group + "prioritylevelconfigurations", """{"metadata":{"name":"t"},"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":1,"limitResponse":{"type":"Reject"}}}}""");
        var schema = await server.Admin.PostAsync(group + "flowschemas", """
            {"metadata":{"name":"t"},"spec":{"matchingPrecedence":1000,"priorityLevelConfiguration":{"name":"t"},"rules":[{"subjects":[{"kind":"User","user":{"name":"noxu"}}],
            "nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}]}]}}
            """);

        var (flow, seats) = await AskAsync("noxu");
        (flow, seats).ShouldBe((schema.Text("metadata.uid"), level.Text("metadata.uid")));
        (flow, seats) = await AskAsync("foo");
        (flow, seats).ShouldBe(((await server.Admin.GetAsync(group + "flowschemas/global-default")).Text("metadata.uid"), (await server.Admin.GetAsync(group + "prioritylevelconfigurations/global-default")).Text("metadata.uid")));

        (await server.Admin.GetAsync("/metrics")).Body.ShouldContain("apiserver_flowcontrol_nominal_limit_seats{priority_level=\"t\"} ");

        async Task<(string, string)> AskAsync(string user)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/version");
            request.Headers.Add("Impersonate-User", user);
            var answer = await server.Admin.SendAsync(request);
            return (answer.Headers["X-Kubernetes-PF-FlowSchema-UID"], answer.Headers["X-Kubernetes-PF-PriorityLevel-UID"]);
        }
    }

    [Fact]
    public async Task A_token_of_the_file_is_a_user()
    {
        using var reader = new ApiClient(server.Url, null);
        reader.Headers.Add("Authorization", "Bearer " + ApiServerFixture.Token);
        (await reader.GetAsync("/api")).Code.ShouldBe(200);
        var refused = await reader.GetAsync("/api/v1/namespaces/default/pods");
        refused.Code.ShouldBe(403);
        refused.Message.ShouldBe("pods is forbidden: User \"reader\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"");
        using var stranger = new ApiClient(server.Url, null);
        stranger.Headers.Add("Authorization", "Bearer wrong");
        (await stranger.GetAsync("/api")).Code.ShouldBe(401);
    }

    [Fact]
    public async Task A_refusal_names_the_object_and_the_scope()
    {
        using var user = server.As("jane");
        (await user.GetAsync("/api/v1/nodes/n1")).Message.ShouldBe("nodes \"n1\" is forbidden: User \"jane\" cannot get resource \"nodes\" in API group \"\" at the cluster scope");
        (await user.GetAsync("/metrics")).Message.ShouldBe("forbidden: User \"jane\" cannot get path \"/metrics\"");
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_no_user()
    {
        var folder = Directory.CreateTempSubdirectory();
        using var other = Orleans.Kube.Silo.Pki.CertificateAuthority.Open(new(folder.FullName), TimeProvider.System);
        var issued = other.IssueClient("kubernetes-admin", ["system:masters"], TimeSpan.FromHours(1));
        folder.Delete(recursive: true);
        using var fake = new ApiClient(server.Url, System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(issued.CertificatePem, issued.KeyPem));
        (await fake.GetAsync("/api")).Code.ShouldBe(401);
    }

    [Fact]
    public async Task A_node_writes_itself_and_no_other_node()
    {
        using var node = server.As("system:node:n1", "system:nodes");
        var created = await node.PostAsync("/api/v1/nodes", """{"metadata":{"name":"n1"}}""");
        created.Code.ShouldBe(201, created.Body);
        (await node.PatchAsync("/api/v1/nodes/n1/status", """{"status":{"nodeInfo":{"machineID":"m"}}}""")).Code.ShouldBe(200);
        (await server.Admin.PostAsync("/api/v1/nodes", """{"metadata":{"name":"n2"}}""")).Code.ShouldBe(201);
        (await node.PatchAsync("/api/v1/nodes/n2/status", """{"status":{}}""")).Code.ShouldBe(403);
        (await node.GetAsync("/api/v1/pods?fieldSelector=spec.nodeName%3Dn1")).Code.ShouldBe(200);
        (await node.GetAsync("/api/v1/secrets")).Code.ShouldBe(403);
        (await node.DeleteAsync("/api/v1/nodes/n2")).Code.ShouldBe(403);
        (await server.Admin.DeleteAsync("/api/v1/nodes/n2")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task A_node_reads_a_secret_only_when_a_pod_of_it_refers_to_it()
    {
        var space = await server.NamespaceAsync();
        await server.Admin.PostAsync($"/api/v1/namespaces/{space}/secrets", """{"metadata":{"name":"s"}}""");
        using var node = server.As("system:node:n7", "system:nodes");
        (await node.GetAsync($"/api/v1/namespaces/{space}/secrets/s")).Code.ShouldBe(403);
        var pod = await server.Admin.PostAsync($"/api/v1/namespaces/{space}/pods",
            """{"metadata":{"name":"p"},"spec":{"nodeName":"n7","containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","secret":{"secretName":"s"}}]}}""");
        pod.Code.ShouldBe(201, pod.Body);
        (await node.GetAsync($"/api/v1/namespaces/{space}/secrets/s")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task Acting_as_another_takes_permission_and_has_effect()
    {
        using var admin = server.As("root", "system:masters");
        admin.Headers.Add("Impersonate-User", "jane");
        (await admin.GetAsync("/api/v1/pods")).Message.ShouldStartWith("pods is forbidden: User \"jane\" cannot list");
        using var user = server.As("joe");
        user.Headers.Add("Impersonate-User", "jane");
        (await user.GetAsync("/api")).Message.ShouldStartWith("users \"jane\" is forbidden: User \"joe\" cannot impersonate resource \"users\"");
    }

    [Theory]
    [InlineData("Impersonate-User: jane", "jane||system:authenticated|")]
    [InlineData("Impersonate-User: jane; Impersonate-Uid: abc; Impersonate-Group: g", "jane|abc|g,system:authenticated|")]
    [InlineData("Impersonate-User: jane; Impersonate-Group: system:unauthenticated", "jane||system:unauthenticated|")]
    [InlineData("Impersonate-User: jane; Impersonate-Extra-Scopes: edit; Impersonate-Extra-Acme.com%2Fproject: p", "jane||system:authenticated|acme.com/project=p scopes=edit")]
    [InlineData("Impersonate-User: system:serviceaccount:a:b", "system:serviceaccount:a:b||system:serviceaccounts,system:serviceaccounts:a,system:authenticated|")]
    [InlineData("Impersonate-User: system:serviceaccount:a:b; Impersonate-Group: g", "system:serviceaccount:a:b||g,system:authenticated|")]
    [InlineData("Impersonate-User: system:anonymous; Impersonate-Group: g", "system:anonymous||g,system:unauthenticated|")]
    public async Task Who_acts_as_another_is_all_that_it_claims_to_be(string headers, string expected)
    {
        using var admin = server.As("root", "system:masters");
        Add(admin, headers);
        var review = await server.Admin.PostAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", """{"metadata":{"name":"ask"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"system:basic-user"},"subjects":[{"kind":"Group","name":"system:unauthenticated"}]}""");
        review.Code.ShouldBeOneOf(201, 409);
        var who = await admin.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""");
        var user = who.Json["status"]!["userInfo"]!;
        var extra = user["extra"]?.AsObject().Select(static e => $"{e.Key}={string.Join(',', e.Value!.AsArray())}") ?? [];
        $"{user["username"]}|{user["uid"]}|{string.Join(',', user["groups"]!.AsArray())}|{string.Join(' ', extra)}".ShouldBe(expected);
    }

    [Theory]
    [InlineData("Impersonate-User: jane", """users "jane" is forbidden: User "USER" cannot impersonate resource "users" in API group "" at the cluster scope""")]
    [InlineData("Impersonate-User: bob; Impersonate-Group: g", """groups "g" is forbidden: User "USER" cannot impersonate resource "groups" in API group "" at the cluster scope""")]
    [InlineData("Impersonate-User: bob; Impersonate-Uid: abc", """uids.authentication.k8s.io "abc" is forbidden: User "USER" cannot impersonate resource "uids" in API group "authentication.k8s.io" at the cluster scope""")]
    [InlineData("Impersonate-User: bob; Impersonate-Extra-Scopes: edit", """userextras.authentication.k8s.io "edit" is forbidden: User "USER" cannot impersonate resource "userextras/scopes" in API group "authentication.k8s.io" at the cluster scope""")]
    [InlineData("Impersonate-User: system:serviceaccount:a:b", "serviceaccounts \"b\" is forbidden: User \"USER\" cannot impersonate resource \"serviceaccounts\" in API group \"\" in the namespace \"a\"")]
    [InlineData("Impersonate-Uid: abc", "requested impersonation without impersonating a user")]
    [InlineData("Impersonate-Extra-Scopes: edit", "requested impersonation without impersonating a user")]
    public async Task Each_claim_takes_a_permission_of_its_own(string headers, string message)
    {
        var name = await server.NamespaceAsync();
        const string rbac = "/apis/rbac.authorization.k8s.io/v1";
        await server.Admin.PostAsync($"{rbac}/clusterroles", $$$"""{"metadata":{"name":"{{{name}}}"},"rules":[{"apiGroups":[""],"resources":["users"],"resourceNames":["bob"],"verbs":["impersonate"]}]}""");
        await server.Admin.PostAsync($"{rbac}/clusterrolebindings", $$$"""{"metadata":{"name":"{{{name}}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{{name}}}"},"subjects":[{"kind":"User","name":"{{{name}}}"}]}""");
        using var user = server.As(name);
        Add(user, headers);
        (await user.GetAsync("/api")).Message.ShouldBe(message.Replace("USER", name));
    }

    [Theory]
    [InlineData("/api/v1/namespaces/default", "")]
    [InlineData("/api/v1/namespaces/default", "mine")]
    [InlineData("/version", "")]
    [InlineData("/nowhere", "0123456789012345678901234567890123456789012345678901234567890123456789")]
    [InlineData("/api/v1/namespaces/none", "mine")]
    public async Task Answers_have_a_name_and_are_not_kept(string path, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (name.Length > 0) request.Headers.Add("Audit-Id", name);
        var answer = await server.Admin.SendAsync(request);
        answer.Headers["Cache-Control"].ShouldBe("no-cache, private");
        if (name.Length > 0) answer.Headers["Audit-Id"].ShouldBe(name[..Math.Min(64, name.Length)]);
        else Guid.TryParse(answer.Headers["Audit-Id"], out _).ShouldBeTrue();
        answer.Headers.ContainsKey("X-Content-Type-Options").ShouldBe(path == "/nowhere");
    }

    [Theory]
    [InlineData("Aud\u00efted")]
    [InlineData("a\u0001b")]
    [InlineData("\t")]
    public async Task A_name_that_no_answer_can_have_is_replaced(string name)
    {
        var address = new Uri(server.Url);
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host, RemoteCertificateValidationCallback = static (_, _, _, _) => true });
        await tls.WriteAsync(Encoding.UTF8.GetBytes($"GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAudit-Id: {name}\r\n\r\n"));
        var answer = await new StreamReader(tls).ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 200 OK");
        Guid.TryParse(answer.Split("Audit-Id: ")[1].Split("\r\n")[0], out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("TOKEN,binary.k8s.io", "binary.k8s.io")]
    [InlineData("binary.k8s.io,TOKEN", "binary.k8s.io")]
    [InlineData("TOKEN", null)]
    [InlineData("TOKEN,TOKEN2,binary.k8s.io", null)]
    [InlineData("base64url.bearer.authorization.k8s.io.d3Jvbmc,binary.k8s.io", null)]
    [InlineData("base64url.bearer.authorization.k8s.io.a*b,binary.k8s.io", null)]
    public async Task Browsers_say_their_token_as_a_protocol(string protocols, string? agreed)
    {
        const string rbac = "/apis/rbac.authorization.k8s.io/v1";
        await server.Admin.PostAsync($"{rbac}/clusterroles", """{"metadata":{"name":"see-spaces"},"rules":[{"apiGroups":[""],"resources":["namespaces"],"verbs":["list","watch"]}]}""");
        await server.Admin.PostAsync($"{rbac}/clusterrolebindings", """{"metadata":{"name":"see-spaces"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"see-spaces"},"subjects":[{"kind":"User","name":"reader"}]}""");
        const string prefix = "base64url.bearer.authorization.k8s.io.";
        var token = prefix + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(ApiServerFixture.Token));
        foreach (var version in (Version[])[HttpVersion.Version11, HttpVersion.Version20])
        {
            using var socket = new ClientWebSocket();
            using var http = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } });
            (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (version, HttpVersionPolicy.RequestVersionExact);
            foreach (var protocol in protocols.Split(',')) socket.Options.AddSubProtocol(protocol.Replace("TOKEN2", prefix + "eA").Replace("TOKEN", token));
            var address = new UriBuilder(server.Url) { Scheme = "wss", Path = "/api/v1/namespaces", Query = "watch=true&timeoutSeconds=1" }.Uri;
            var opening = socket.ConnectAsync(address, http, CancellationToken.None);
            (await opening.ContinueWith(static t => t.IsCompletedSuccessfully)).ShouldBe(agreed is not null);
            if (agreed is not null) socket.SubProtocol.ShouldBe(agreed);
            else (await Should.ThrowAsync<WebSocketException>(opening)).Message.ShouldContain("401");
        }
    }

    [Fact]
    public async Task Clients_learn_whose_certificates_are_taken()
    {
        var address = new Uri(server.Url);
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        await using var tls = new SslStream(connection.GetStream());
        string[] issuers = [];
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = address.Host,
            RemoteCertificateValidationCallback = static (_, _, _, _) => true,
            LocalCertificateSelectionCallback = (_, _, _, _, acceptable) =>
            {
                issuers = acceptable;
                return null!;
            },
        });
        issuers.ShouldBe(["CN=orleans-kube-ca"]);
    }

    private static void Add(ApiClient client, string headers)
    {
        foreach (var header in headers.Split("; ")) client.Headers.Add(header[..header.IndexOf(':')], header[(header.IndexOf(':') + 2)..]);
    }
}
