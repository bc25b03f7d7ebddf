using Orleans.Kube.NodeAgent.Proxy;

namespace Orleans.Kube.NodeAgent.Tests.Proxy;

public sealed class HookTextTests
{
    private const string Policies = "-m comment --comment kubernetes-network-policies -j KUBE-POLICIES-AAAAA";
    private const string Reject = "-m conntrack --ctstate NEW -j KUBE-REJECT-AAAAA";
    private const string Docker = "-i br-1 ! -o br-1 -j ACCEPT";
    private const string Owners = "-j DOCKER-USER";
    private const string Neighbours = "-m conntrack --ctstate NEW -j KUBE-REJECT-BBBBB";

    [Theory]
    [InlineData]
    [InlineData(Docker)]
    [InlineData(Policies)]
    [InlineData(Policies, Docker, Reject)]
    [InlineData(Docker, Policies, Reject)]
    [InlineData(Reject, Policies)]
    [InlineData(Policies, Reject, Policies)]
    public void Hooks_that_are_missing_behind_others_or_out_of_order_are_put_first(params string[] before)
    {
        var text = HookText.Between("filter", "FORWARD", [Policies, Reject], Listed(before));

        Apply(text, before).ShouldBe([Policies, Reject, .. before.Where(static rule => rule == Docker)]);
    }

    [Theory]
    [InlineData(Policies, Reject)]
    [InlineData(Policies, Reject, Docker)]
    [InlineData(Owners, Policies, Reject, Docker)]
    [InlineData(Neighbours, Policies, Owners, Reject, Docker)]
    public void Hooks_before_which_nothing_comes_that_could_accept_are_left_alone(params string[] before) =>
        HookText.Between("filter", "FORWARD", [Policies, Reject], Listed(before)).ShouldBeEmpty();

    private static IEnumerable<string> Listed(IEnumerable<string> rules) => ["-P FORWARD ACCEPT", .. rules.Select(static rule => "-A FORWARD " + rule), ""];

    private static List<string> Apply(string text, IEnumerable<string> before)
    {
        var lines = text.Split('\n');
        (lines[0], lines[^2], lines[^1]).ShouldBe(("*filter", "COMMIT", ""));
        var rules = before.ToList();
        foreach (var line in lines[1..^2])
        {
            var rule = line["-D FORWARD ".Length..];
            if (line.StartsWith("-D FORWARD ", StringComparison.Ordinal)) rules.Remove(rule).ShouldBeTrue(line);
            else rules.Insert(0, rule);
        }

        return rules;
    }
}
