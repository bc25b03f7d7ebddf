using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>What settings set aside of the machine for what is no pod, by kubelet's rules for <c>--kube-reserved</c> and <c>--system-reserved</c>. Pure.</summary>
public static class Reserved
{
    private const string Processes = "pid";

    /// <summary>By resource, all that is set aside.</summary>
    /// <exception cref="FormatException">A setting cannot be used; the message says which one and why, in kubelet's words.</exception>
    public static IReadOnlyDictionary<string, Quantity> Of(AgentOptions options) => options.KubeReserved.Concat(options.SystemReserved)
        .GroupBy(static r => r.Key, static r => Amount(r.Key, r.Value)).ToDictionary(static r => r.Key, static r => r.Aggregate(static (sum, more) => sum + more));

    private static Quantity Amount(string resource, string text)
    {
        if (resource is not (ResourceName.Cpu or ResourceName.Memory or ResourceName.EphemeralStorage or Processes)) throw new FormatException($"cannot reserve \"{resource}\" resource");
        Quantity amount;
        try
        {
            amount = Quantity.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"failed to parse quantity \"{text}\" for \"{resource}\" resource: {e.Message}", e);
        }

        return amount.Sign >= 0 ? amount : throw new FormatException($"resource quantity for \"{resource}\" cannot be negative: {text}");
    }
}
