using System.Security.Cryptography;
using System.Text;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>
/// The names of one agent's chains: kube-proxy's, each with a mark of the agent, so that agents of several clusters share a machine.
/// A chain's name has at most 28 characters.
/// </summary>
public sealed class ChainNames(string agent)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int MarkLength = 5;
    private const int HashLength = 12;

    private readonly string _mark = Hash(agent)[..MarkLength];

    public string Services => $"KUBE-SERVICES-{_mark}";

    public string NodePorts => $"KUBE-NODEPORTS-{_mark}";

    public string Postrouting => $"KUBE-POSTROUTING-{_mark}";

    public string MarkForMasquerade => $"KUBE-MARK-MASQ-{_mark}";

    public string Forward => $"KUBE-FORWARD-{_mark}";

    public string Input => $"KUBE-INPUT-{_mark}";

    public string Reject => $"KUBE-REJECT-{_mark}";

    /// <summary>Leads to the chains of pods that NetworkPolicies are about.</summary>
    public string Policies => $"KUBE-POLICIES-{_mark}";

    /// <summary>The chain that judges what a pod receives.</summary>
    public string Ingress(string pod) => $"KUBE-PIN-{_mark}-{Hash(pod)}";

    /// <summary>The chain that judges what a pod sends.</summary>
    public string Egress(string pod) => $"KUBE-POU-{_mark}-{Hash(pod)}";

    /// <summary>A chain that pods share: it allows what its rules say.</summary>
    public string Allowing(IEnumerable<string> rules) => $"KUBE-PAL-{_mark}-{Hash(string.Join('\n', rules))}";

    /// <summary>The chain that picks an endpoint of a service's port.</summary>
    public string Service(string port, string protocol) => $"KUBE-SVC-{_mark}-{Hash(port + protocol)}";

    /// <summary>The chain of a service's port on the node.</summary>
    public string External(string port, string protocol) => $"KUBE-EXT-{_mark}-{Hash(port + protocol)}";

    /// <summary>The chain that picks any endpoint for those inside, where the way from outside is for endpoints of this node alone.</summary>
    public string Everywhere(string port, string protocol) => $"KUBE-ALL-{_mark}-{Hash(port + protocol)}";

    /// <summary>The chain that leads to one endpoint.</summary>
    public string Endpoint(string port, string protocol, string address) => $"KUBE-SEP-{_mark}-{Hash(port + protocol + address)}";

    /// <summary>Whether a chain is one of this agent's.</summary>
    public bool IsOwn(string chain) =>
        chain.StartsWith("KUBE-", StringComparison.Ordinal)
        && (chain.EndsWith($"-{_mark}", StringComparison.Ordinal) || chain.AsSpan(5).IndexOf($"-{_mark}-", StringComparison.Ordinal) == 3);

    private static string Hash(string text) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(text)).Take(HashLength).Select(b => Base32[b % Base32.Length]));
}
