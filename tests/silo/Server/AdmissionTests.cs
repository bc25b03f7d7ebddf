namespace Orleans.Kube.Tests.Silo;

/// <summary>What the cluster itself adds to writes and refuses, as the admission plugins do that Kubernetes has by default.</summary>
public sealed class AdmissionTests(ApiServerFixture server)
{
    private const string Plain = """{"metadata":{"name":"NAME"},"spec":{"containers":[{"name":"c","image":"i"}]}}""";
    private const string Host = """{"metadata":{"name":"NAME"},"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i"}]}}""";

    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task Pods_keep_to_the_standard_that_their_namespace_enforces()
    {
        var pods = $"/api/v1/namespaces/{await SpaceAsync("enforce", "baseline")}/pods";

        (await _api.PostAsync(pods, Named(Plain, "plain"))).Code.ShouldBe(201);
        var refused = await _api.PostAsync(pods, Named(Host, "host"));
        (refused.Code, refused.Reason, refused.Message).ShouldBe((403, "Forbidden", "pods \"host\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)"));
        (await _api.PatchAsync($"{pods}/plain/ephemeralcontainers", """{"spec":{"ephemeralContainers":[{"name":"e","image":"i","securityContext":{"privileged":true}}]}}""", "application/strategic-merge-patch+json"))
            .Message.ShouldContain("violates PodSecurity \"baseline:latest\": privileged (container \"e\"");
    }

    [Fact]
    public async Task Templates_are_warned_of_and_namespaces_too_when_they_become_stricter()
    {
        var space = await SpaceAsync("warn", "baseline");
        var warned = await _api.PostAsync($"/apis/apps/v1/namespaces/{space}/deployments",
            $$$"""{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"c","image":"i"}] } } } }""");
        (warned.Code, warned.Headers["Warning"]).ShouldBe((201, "299 - \"would violate PodSecurity \\\"baseline:latest\\\": host namespaces (hostPID=true)\""));
        await _api.PostAsync($"/api/v1/namespaces/{space}/pods", Named(Host, "one"));
        await _api.PostAsync($"/api/v1/namespaces/{space}/pods", Named(Host, "two"));

        var stricter = await _api.PatchAsync($"/api/v1/namespaces/{space}", """{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline"}}}""");

        stricter.Headers["Warning"].ShouldBe(
            $"299 - \"existing pods in namespace \\\"{space}\\\" violate the new PodSecurity enforce level \\\"baseline:latest\\\"\", 299 - \"one (and 1 other pod): host namespaces\"");
        (await _api.PatchAsync($"/api/v1/namespaces/{space}", """{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"strict"}}}""")).Message.ShouldBe(
            $"Namespace \"{space}\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"strict\": must be one of privileged, baseline, restricted");
    }

    [Fact]
    public async Task Pods_take_over_what_their_runtime_class_says_and_need_one_that_is_there()
    {
        var pods = $"/api/v1/namespaces/{await server.NamespaceAsync()}/pods";
        await _api.PostAsync("/apis/node.k8s.io/v1/runtimeclasses", """{"metadata":{"name":"heavy"},"handler":"runc","overhead":{"podFixed":{"cpu":"10m"}}}""");
        string With(string runtime) => Named(Plain, runtime).Replace("\"spec\":{", $"\"spec\":{{\"runtimeClassName\":\"{runtime}\",");

        (await _api.PostAsync(pods, With("heavy"))).Text("spec.overhead.cpu").ShouldBe("10m");
        var refused = await _api.PostAsync(pods, With("none"));
        (refused.Code, refused.Message).ShouldBe((403, "pods \"none\" is forbidden: pod rejected: RuntimeClass \"none\" not found"));
        await _api.DeleteAsync("/apis/node.k8s.io/v1/runtimeclasses/heavy");
    }

    [Fact]
    public async Task A_service_account_can_limit_the_secrets_of_its_pods()
    {
        var space = $"/api/v1/namespaces/{await server.NamespaceAsync()}";
        await _api.PostAsync($"{space}/serviceaccounts", """{"metadata":{"name":"robot","annotations":{"kubernetes.io/enforce-mountable-secrets":"true"}},"secrets":[{"name":"own"}]}""");
        static string Pod(string secret) => $$$"""{"metadata":{"name":"{{{secret}}}"},"spec":{"serviceAccountName":"robot","containers":[{"name":"c","image":"i","envFrom":[{"secretRef":{"name":"{{{secret}}}"}}]}]}}""";
        (await _api.PostAsync($"{space}/pods", Pod("own"))).Code.ShouldBe(201);
        var refused = await _api.PostAsync($"{space}/pods", Pod("other"));
        (refused.Code, refused.Message).ShouldBe((403, "pods \"other\" is forbidden: container c with envFrom referencing secret.secretName=\"other\" is not allowed because service account robot does not reference that secret"));
        var late = await _api.PatchAsync($"{space}/pods/own/ephemeralcontainers", """{"spec":{"ephemeralContainers":[{"name":"e","image":"i","envFrom":[{"secretRef":{"name":"other"}}]}]}}""");
        late.Message.ShouldStartWith("pods \"own\" is forbidden: ephemeral container e with envFrom");
    }

    [Fact]
    public async Task A_manifest_that_leaves_out_what_admission_gave_can_replace_the_pod()
    {
        var pods = $"/api/v1/namespaces/{await server.NamespaceAsync()}/pods";
        const string manifest = """{"metadata":{"name":"p","labels":{"l":"one"}},"spec":{"automountServiceAccountToken":false,"serviceAccountName":"default","containers":[{"name":"c","image":"i"}]}}""";
        (await _api.PostAsync(pods, manifest)).Code.ShouldBe(201);

        var replaced = await _api.PutAsync(pods + "/p", manifest.Replace("one", "two"));

        replaced.Code.ShouldBe(200, replaced.Body);
        (replaced.Text("spec.priority"), replaced.Text("spec.preemptionPolicy"), replaced.Json["spec"]!["tolerations"]!.AsArray().Count).ShouldBe(("0", "PreemptLowerPriority", 2));
    }

    [Fact]
    public async Task The_priority_of_a_pod_is_that_of_its_class_and_there_is_one_default_class()
    {
        const string classes = "/apis/scheduling.k8s.io/v1/priorityclasses";
        var pods = $"/api/v1/namespaces/{await server.NamespaceAsync()}/pods";
        (await _api.PostAsync(classes, """{"metadata":{"name":"usual"},"value":7,"globalDefault":true,"preemptionPolicy":"Never"}""")).Code.ShouldBe(201);
        var second = await _api.PostAsync(classes, """{"metadata":{"name":"other"},"value":8,"globalDefault":true}""");
        (second.Code, second.Message).ShouldBe((403, "priorityclasses.scheduling.k8s.io \"other\" is forbidden: PriorityClass usual is already marked as default. Only one default can exist"));
        (await _api.PatchAsync(classes + "/usual", """{"description":"still the default"}""")).Code.ShouldBe(200);
        string With(string field) => Named(Plain, "p").Replace("\"spec\":{", $"\"spec\":{{{field},");

        var refused = await _api.PostAsync(pods, With("\"preemptionPolicy\":\"PreemptLowerPriority\""));
        refused.Code.ShouldBe(403);
        refused.Message.ShouldEndWith("the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority admission controller computed Never from the given PriorityClass name");
        var made = await _api.PostAsync(pods, With("\"preemptionPolicy\":\"Never\""));
        (made.Text("spec.priority"), made.Text("spec.priorityClassName"), made.Text("spec.preemptionPolicy")).ShouldBe(("7", "usual", "Never"));
        await _api.DeleteAsync(classes + "/usual");
    }

    [Fact]
    public async Task An_ingress_gets_the_default_class()
    {
        var ingresses = $"/apis/networking.k8s.io/v1/namespaces/{await server.NamespaceAsync()}/ingresses";
        await _api.PostAsync("/apis/networking.k8s.io/v1/ingressclasses", """{"metadata":{"name":"usual","annotations":{"ingressclass.kubernetes.io/is-default-class":"true"}},"spec":{"controller":"example.com/c"}}""");
        const string Backend = "\"spec\":{\"defaultBackend\":{\"service\":{\"name\":\"s\",\"port\":{\"number\":80}}}}";

        (await _api.PostAsync(ingresses, $$"""{"metadata":{"name":"a"},{{Backend}}}""")).Text("spec.ingressClassName").ShouldBe("usual");
        (await _api.PostAsync(ingresses, $$$"""{"metadata":{"name":"b","annotations":{"kubernetes.io/ingress.class":"x"}},{{{Backend}}}}""")).Text("spec.ingressClassName").ShouldBeEmpty();
        await _api.DeleteAsync("/apis/networking.k8s.io/v1/ingressclasses/usual");
    }

    [Fact]
    public async Task A_bound_claim_grows_only_where_its_class_allows_it()
    {
        var claims = $"/api/v1/namespaces/{await server.NamespaceAsync()}/persistentvolumeclaims";
        await _api.PostAsync("/apis/storage.k8s.io/v1/storageclasses", """{"metadata":{"name":"fixed"},"provisioner":"example.com/p"}""");
        await _api.PostAsync("/apis/storage.k8s.io/v1/storageclasses", """{"metadata":{"name":"growing"},"provisioner":"example.com/p","allowVolumeExpansion":true}""");
        foreach (var name in (string[])["fixed", "growing"])
        {
            await _api.PostAsync(claims, $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"storageClassName":"{{{name}}}","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"} } } }""");
            await _api.PostAsync("/api/v1/persistentvolumes",
                $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"storageClassName":"{{{name}}}","accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/v"} } }""");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while ((await _api.GetAsync($"{claims}/{name}")).Text("status.phase") != "Bound") await Task.Delay(20, patience.Token);
        }

        const string Larger = """{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}""";
        (await _api.PatchAsync($"{claims}/fixed", Larger)).Message.ShouldBe(
            "persistentvolumeclaims \"fixed\" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
        (await _api.PatchAsync($"{claims}/growing", Larger)).Code.ShouldBe(200);
    }

    private static string Named(string pod, string name) => pod.Replace("NAME", name, StringComparison.Ordinal);

    private async Task<string> SpaceAsync(string mode, string level)
    {
        var created = await _api.PostAsync("/api/v1/namespaces", $$$"""{"metadata":{"generateName":"test-","labels":{"pod-security.kubernetes.io/{{{mode}}}":"{{{level}}}"} } }""");
        created.Code.ShouldBe(201, created.Body);
        return created.Text("metadata.name");
    }
}
