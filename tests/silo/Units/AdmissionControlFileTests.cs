using Orleans.Kube.Controllers.PodSecurity;
using Orleans.Kube.Silo.Admission;

namespace Orleans.Kube.Tests.Silo;

public sealed class AdmissionControlFileTests : IDisposable
{
    private const string Head = "apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\n";
    private const string Inner = "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("orleans-kube-").FullName;

    [Fact]
    public void Defaults_and_exemptions_are_read()
    {
        var options = Read(Plugin("defaults: {enforce: baseline, enforce-version: v1.30, warn: restricted}\nexemptions: {usernames: [alice], namespaces: [kube-system], runtimeClasses: [a.b]}\n"));

        (options.Defaults.Enforce.ToString(), options.Defaults.Audit.ToString(), options.Defaults.Warn.ToString()).ShouldBe(("baseline:v1.30", "privileged:latest", "restricted:latest"));
        (string.Join(' ', options.ExemptUsers), string.Join(' ', options.ExemptNamespaces), string.Join(' ', options.ExemptRuntimeClasses)).ShouldBe(("alice", "kube-system", "a.b"));
    }

    [Fact]
    public void The_configuration_may_stand_in_a_file_beside_it()
    {
        File.WriteAllText(Path.Combine(_folder, "pods.yaml"), Inner + "defaults: {enforce: restricted}\n");

        Read(Head + "plugins: [{name: PodSecurity, path: pods.yaml}]\n").Defaults.Enforce.ShouldBe(new SecurityStandard(SecurityLevel.Restricted, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plugins: []\n")]
    [InlineData("plugins: [{name: PodSecurity}]\n")]
    public void Without_a_configuration_nothing_is_asked(string plugins) => Read(Head + plugins).Defaults.ShouldBe(SecurityPolicy.None);

    [Theory]
    [InlineData("defaults: {enforce: strict}", "PodSecurity invalid: defaults.enforce: Invalid value: \"strict\": must be one of privileged, baseline, restricted")]
    [InlineData("defaults: {audit-version: '1.30'}", "PodSecurity invalid: defaults.audit-version: Invalid value: \"1.30\": must be \"latest\" or \"v1.x\"")]
    [InlineData("exemptions: {usernames: [alice, alice, '']}",
        "PodSecurity invalid: [exemptions.usernames[1]: Duplicate value: \"alice\", exemptions.usernames[2]: Invalid value: \"\": username must not be empty]")]
    [InlineData("exemptions: {users: [alice]}", "users")]
    [InlineData("defaults: {warn: baseline, warn: baseline}", "warn")]
    public void What_is_wrong_is_said(string inner, string why) => Refusal(Plugin(inner + "\n")).ShouldContain(why);

    [Theory]
    [InlineData("plugins: [{name: ResourceQuota, path: quota.yaml}]\n", "the plugin \"ResourceQuota\" takes no configuration here")]
    [InlineData("plugin: []\n", "plugin")]
    [InlineData("plugins: [{name: PodSecurity, configuration: {apiVersion: v1, kind: Pod}}]\n", "no kind \"Pod\" is registered for version \"v1\"")]
    public void Files_that_are_no_such_configuration_are_refused(string rest, string why) => Refusal(Head + rest).ShouldContain(why);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Plugin(string inner) => Head + "plugins:\n- name: PodSecurity\n  configuration:\n    " + (Inner + inner).TrimEnd().Replace("\n", "\n    ") + "\n";

    private string Refusal(string text) => Should.Throw<InvalidDataException>(() => Read(text)).Message;

    private PodSecurityOptions Read(string text)
    {
        var path = Path.Combine(_folder, "admission.yaml");
        File.WriteAllText(path, text);
        return AdmissionControlFile.Read(path);
    }
}
