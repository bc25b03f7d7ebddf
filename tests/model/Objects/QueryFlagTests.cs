namespace Orleans.Kube.Model.Tests.Objects;

public sealed class QueryFlagTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("0", false)]
    [InlineData("", true)]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("yes", true)]
    public void Whatever_does_not_say_false_is_true(string? value, bool expected) => QueryFlag.IsSet(value).ShouldBe(expected);
}
