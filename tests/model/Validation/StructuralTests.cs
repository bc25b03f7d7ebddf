using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Tests.Definitions;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Tests.Validation;

public sealed class StructuralTests
{
    [Fact]
    public void Equal_content_is_equal_in_other_instances() =>
        Structural.Equal(Sample.Read(Sample.Deployment()), Sample.Read(Sample.Deployment())).ShouldBeTrue();

    [Fact]
    public void A_difference_deep_inside_counts() =>
        Structural.Equal(Sample.Read(Sample.Deployment()), Sample.Read(Sample.Deployment().Replace("web:1", "web:2", StringComparison.Ordinal))).ShouldBeFalse();

    [Fact]
    public void Maps_are_equal_in_any_order() => Structural.Equal(
        new ConfigMap { Data = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } },
        new ConfigMap { Data = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } }).ShouldBeTrue();

    [Fact]
    public void Lists_are_equal_in_one_order_only() => Structural.Equal(
        new Container { Command = ["a", "b"] }, new Container { Command = ["b", "a"] }).ShouldBeFalse();

    [Fact]
    public void Bytes_are_compared() => Structural.Equal(
        new Secret { Data = new Dictionary<string, byte[]> { ["a"] = [1, 2] } },
        new Secret { Data = new Dictionary<string, byte[]> { ["a"] = [1, 3] } }).ShouldBeFalse();
}
