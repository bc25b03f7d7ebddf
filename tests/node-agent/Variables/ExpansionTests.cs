using Orleans.Kube.NodeAgent.Variables;

namespace Orleans.Kube.NodeAgent.Tests.Variables;

public sealed class ExpansionTests
{
    private static readonly Dictionary<string, string> Known = new() { ["A"] = "1", ["B"] = "$(A)", ["EMPTY"] = "" };

    [Theory]
    [InlineData("$(A)", "1")]
    [InlineData("$(B)", "$(A)")]
    [InlineData("x$(A)y$(A)", "x1y1")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$(EMPTY)/x", "/x")]
    [InlineData("$(NONE)", "$(NONE)")]
    [InlineData("$A", "$A")]
    [InlineData("$(A", "$(A")]
    [InlineData("100$", "100$")]
    [InlineData("$()", "$()")]
    public void Variables_are_replaced_once_and_the_rest_stays(string text, string expanded) => Expansion.Expand(text, Known).ShouldBe(expanded);

    [Fact]
    public void Names_that_are_not_known_are_told() => Expansion.ExpandAll("$(A)$(X)$$(Y)$(Z)", Known).Missing.ShouldBe(["X", "Z"]);
}
