namespace Orleans.Kube.Client.Tests;

public sealed class KubeConfigTests
{
    private const string Text = """
        apiVersion: v1
        kind: Config
        current-context: one
        clusters:
        - {name: c, cluster: {server: "https://127.0.0.1:6443", insecure-skip-tls-verify: true, tls-server-name: kube}}
        contexts:
        - {name: one, context: {cluster: c, user: u, namespace: team}}
        - {name: two, context: {cluster: c, user: x}}
        - {name: lost, context: {cluster: none, user: u}}
        users:
        - {name: u, user: {token: secret}}
        - {name: x, user: {exec: {command: aws}}}
        """;

    [Fact]
    public void The_current_context_says_where_and_who()
    {
        var config = KubeConfigLoader.FromYaml(Text, "/");
        (config.Server.ToString(), config.Namespace, config.Token, config.SkipTlsVerify, config.TlsServerName).ShouldBe(("https://127.0.0.1:6443/", "team", "secret", true, "kube"));
    }

    [Theory]
    [InlineData("two", "credential plugin")]
    [InlineData("lost", "cluster \"none\" does not exist")]
    [InlineData("three", "context \"three\" does not exist")]
    public void What_cannot_be_used_is_said(string context, string why) =>
        Should.Throw<KubeConfigException>(() => KubeConfigLoader.FromYaml(Text, "/", context)).Message.ShouldContain(why);

    [Fact]
    public void Inside_a_pod_the_service_account_is_used()
    {
        var folder = Directory.CreateTempSubdirectory();
        File.WriteAllText(Path.Combine(folder.FullName, "token"), "t");
        File.WriteAllText(Path.Combine(folder.FullName, "namespace"), "team\n");
        var config = KubeConfigLoader.InCluster(folder.FullName, name => name.EndsWith("HOST", StringComparison.Ordinal) ? "fd00::1" : "443");
        (config!.Server.ToString(), config.Namespace).ShouldBe(("https://[fd00::1]/", "team"));
        KubeConfigLoader.InCluster(folder.FullName, _ => null).ShouldBeNull();
        folder.Delete(recursive: true);
    }
}
