namespace Orleans.Kube.Tests.Silo;

public sealed class HealthTests(ApiServerFixture server)
{
    private static readonly string[] OfKubernetes =
    [
        "ping", "log", "etcd", "poststarthook/start-apiserver-admission-initializer", "poststarthook/generic-apiserver-start-informers",
        "poststarthook/priority-and-fairness-config-consumer", "poststarthook/priority-and-fairness-filter", "poststarthook/start-apiextensions-informers",
        "poststarthook/start-apiextensions-controllers", "poststarthook/crd-informer-synced", "poststarthook/start-system-namespaces-controller",
        "poststarthook/start-cluster-authentication-info-controller", "poststarthook/start-kube-apiserver-identity-lease-controller",
        "poststarthook/start-kube-apiserver-identity-lease-garbage-collector", "poststarthook/start-legacy-token-tracking-controller",
        "poststarthook/start-service-ip-repair-controllers", "poststarthook/rbac/bootstrap-roles", "poststarthook/scheduling/bootstrap-system-priority-classes",
        "poststarthook/priority-and-fairness-config-producer", "poststarthook/bootstrap-controller", "poststarthook/start-kubernetes-service-cidr-controller",
        "poststarthook/start-kube-aggregator-informers", "poststarthook/apiservice-status-local-available-controller",
        "poststarthook/apiservice-status-remote-available-controller", "poststarthook/apiservice-registration-controller", "poststarthook/apiservice-discovery-controller",
        "poststarthook/kube-apiserver-autoregistration", "autoregister-completion", "poststarthook/apiservice-openapi-controller", "poststarthook/apiservice-openapiv3-controller",
        "poststarthook/storage-object-count-tracker-hook", "poststarthook/aggregator-reload-proxy-client-cert",
    ];

    private readonly ApiClient _api = server.Admin;

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/livez")]
    [InlineData("/readyz", "etcd-readiness", "informer-sync", "startup", "shutdown")]
    public async Task The_checks_of_Kubernetes_are_there_and_well_once_the_server_has_started(string path, params string[] more)
    {
        var answer = await _api.GetAsync(path + "?verbose=1");

        var lines = answer.Body.Split('\n');
        lines.ShouldBeSubsetOf([.. lines.Where(static l => l.StartsWith("[+]", StringComparison.Ordinal) && l.EndsWith(" ok", StringComparison.Ordinal)), $"{path[1..]} check passed", ""]);
        foreach (var name in OfKubernetes.Concat(more)) lines.ShouldContain($"[+]{name} ok");
        lines.Contains("[+]shutdown ok").ShouldBe(path == "/readyz");
        (await _api.GetAsync(path)).Body.ShouldBe("ok");
    }

    [Theory]
    [InlineData("/livez/ping", "ok")]
    [InlineData("/livez/etcd", "ok")]
    [InlineData("/healthz/log", "ok")]
    [InlineData("/readyz/informer-sync", "ok")]
    [InlineData("/readyz/poststarthook/rbac/bootstrap-roles", "ok")]
    [InlineData("/livez/informer-sync", "404 page not found\n")]
    [InlineData("/livez/pong", "404 page not found\n")]
    [InlineData("/livez/", "404 page not found\n")]
    public async Task A_check_can_be_asked_alone(string path, string told)
    {
        var answer = await _api.GetAsync(path);
        (answer.Code, answer.Body).ShouldBe((told == "ok" ? 200 : 404, told));
    }

    [Fact]
    public async Task What_is_excluded_is_told_and_so_is_what_is_no_check()
    {
        var body = (await _api.GetAsync("/livez?verbose&exclude=etcd&exclude=unicorn&exclude=horse")).Body;

        body.ShouldContain("[+]etcd excluded: ok\n");
        body.ShouldEndWith("warn: some health checks cannot be excluded: no matches for \"horse\",\"unicorn\"\nlivez check passed\n");
    }

    [Fact]
    public async Task What_the_checks_found_is_measured()
    {
        await _api.GetAsync("/livez");
        var metrics = await _api.GetAsync("/metrics/slis");

        metrics.Headers["Content-Type"].ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        metrics.Body.ShouldContain("kubernetes_healthcheck{name=\"ping\",type=\"livez\"} 1\n");
        metrics.Body.ShouldContain("kubernetes_healthchecks_total{name=\"etcd\",status=\"success\",type=\"livez\"} ");
        foreach (var path in (string[])["/metrics/", "/metrics/cadvisor"]) (await _api.GetAsync(path)).Body.ShouldBe("404 page not found\n");
    }

    [Fact]
    public async Task Only_the_whole_may_be_asked_by_anybody()
    {
        (await server.Anonymous.GetAsync("/livez?verbose")).Code.ShouldNotBe(403);
        (await server.Anonymous.GetAsync("/livez/etcd")).Message.ShouldBe("forbidden: User \"system:anonymous\" cannot get path \"/livez/etcd\"");
    }
}
