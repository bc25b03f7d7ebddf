using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class ImagePullerTests
{
    [Theory]
    [InlineData(0.3139, "313ms")]
    [InlineData(1.594, "1.594s")]
    [InlineData(2.0, "2s")]
    [InlineData(63.5, "1m3.5s")]
    [InlineData(0.0, "0s")]
    public void What_a_pull_took_is_told_as_kubelet_tells_it(double seconds, string text) => ImagePuller.Took(TimeSpan.FromSeconds(seconds)).ShouldBe(text);
}
