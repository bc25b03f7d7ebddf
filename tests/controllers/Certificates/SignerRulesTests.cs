using Orleans.Kube.Controllers.Certificates;

namespace Orleans.Kube.Controllers.Tests.Certificates;

public sealed class SignerRulesTests
{
    [Theory]
    [InlineData("kubernetes.io/kube-apiserver-client", "x", "client auth", null)]
    [InlineData("kubernetes.io/kube-apiserver-client", "x", "client auth,server auth", "invalid usage for client certificate: server auth")]
    [InlineData("kubernetes.io/kube-apiserver-client", "x", "digital signature", "missing required usage for client certificate: client auth")]
    [InlineData("kubernetes.io/kube-apiserver-client-kubelet", "system:node:a", "client auth,digital signature", null)]
    [InlineData("kubernetes.io/kube-apiserver-client-kubelet", "a", "server auth", "subject common name does not begin with system:node:")]
    [InlineData("kubernetes.io/kube-apiserver-client-kubelet", "system:node:a", "client auth", "usages did not match [client auth digital signature key encipherment]")]
    [InlineData("kubernetes.io/kubelet-serving", "system:node:a", "server auth,digital signature,key encipherment", null)]
    [InlineData("kubernetes.io/kubelet-serving", "a", "server auth", "usages did not match [digital signature key encipherment server auth]")]
    [InlineData("kubernetes.io/kubelet-serving", "a", "server auth,digital signature", "subject common name does not begin with system:node:")]
    public void A_signer_says_why_it_does_not_sign(string signer, string name, string usages, string? why)
    {
        var asked = new RequestedCertificate(name, ["system:nodes"]) { DnsNames = signer.EndsWith("serving") ? 1 : 0 };
        SignerRules.Refusal(signer, asked, usages.Split(',')).ShouldBe(why);
    }
}
