using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.ServiceAccounts;

public sealed class MountableSecretsTests
{
    private const string Reason = " is not allowed because service account robot does not reference that secret";

    [Theory]
    [InlineData("volume", "volume with secret.secretName=\"other\"" + Reason)]
    [InlineData("init", "init container i with envVar E referencing secret.secretName=\"other\"" + Reason)]
    [InlineData("env", "container c with envVar E referencing secret.secretName=\"other\"" + Reason)]
    [InlineData("envFrom", "container c with envFrom referencing secret.secretName=\"other\"" + Reason)]
    [InlineData("pull", "imagePullSecrets[0].name=\"other\" is not allowed because service account robot does not reference that imagePullSecret")]
    public void A_limited_account_keeps_other_secrets_from_its_pods(string use, string refusal)
    {
        MountableSecrets.Refusal(Account("true"), Pod(use, "other")).ShouldBe(refusal);
        MountableSecrets.Refusal(Account("true"), Pod(use, "own")).ShouldBeNull();
        MountableSecrets.Refusal(Account("false"), Pod(use, "other")).ShouldBeNull();
        MountableSecrets.Refusal(Account("perhaps"), Pod(use, "other")).ShouldBeNull();
        MountableSecrets.Refusal(Account(null), Pod(use, "other")).ShouldBeNull();
        MountableSecrets.AreUsed(Pod(use, "other")).ShouldBeTrue();
    }

    [Fact]
    public void It_does_so_with_ephemeral_containers_when_they_come()
    {
        MountableSecrets.Refusal(Account("1"), Pod("ephemeral", "other")).ShouldBeNull();
        MountableSecrets.RefusalOfEphemeral(Account("1"), Pod("ephemeral", "other")).ShouldBe("ephemeral container e with envVar E referencing secret.secretName=\"other\"" + Reason);
        MountableSecrets.RefusalOfEphemeral(Account("1"), Pod("ephemeral", "own")).ShouldBeNull();
        MountableSecrets.RefusalOfEphemeral(Account(null), Pod("ephemeral", "other")).ShouldBeNull();
    }

    [Fact]
    public void A_pod_without_secrets_uses_none() => MountableSecrets.AreUsed(Make.Pod("p", "n")).ShouldBeFalse();

    private static ServiceAccount Account(string? limited) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = "robot",
            Annotations = limited is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["kubernetes.io/enforce-mountable-secrets"] = limited },
        },
        Secrets = [new ObjectReference { Name = "own" }],
        ImagePullSecrets = [new LocalObjectReference { Name = "own" }],
    };

    private static Pod Pod(string use, string secret)
    {
        IReadOnlyList<EnvVar> variables = [new EnvVar { Name = "E", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = secret, Key = "k" } } }];
        var spec = use switch
        {
            "volume" => new PodSpec { Volumes = [new Volume { Name = "v", Secret = new SecretVolumeSource { SecretName = secret } }] },
            "init" => new PodSpec { InitContainers = [new Container { Name = "i", Env = variables }] },
            "env" => new PodSpec { Containers = [new Container { Name = "c", Env = variables }] },
            "envFrom" => new PodSpec { Containers = [new Container { Name = "c", EnvFrom = [new EnvFromSource { SecretRef = new SecretEnvSource { Name = secret } }] }] },
            "ephemeral" => new PodSpec { EphemeralContainers = [new EphemeralContainer { Name = "e", Env = variables }] },
            _ => new PodSpec { ImagePullSecrets = [new LocalObjectReference { Name = secret }] },
        };
        return new Pod { Metadata = new ObjectMeta { Name = "p" }, Spec = spec };
    }
}
