namespace Orleans.Kube.Model.Tests.Objects;

public class GoDurationTests
{
    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5s", 1.5)]
    [InlineData("-200ms", -0.2)]
    [InlineData("+5s", 5)]
    [InlineData(".5m", 30)]
    [InlineData("100us", 0.0001)]
    [InlineData("0", 0)]
    public void Spans_are_read_as_Go_does(string text, double seconds)
    {
        GoDuration.TryParse(text, out var span).ShouldBeTrue();
        span.TotalSeconds.ShouldBe(seconds, 1e-9);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.2, "200ms")]
    [InlineData(1.5, "1.5s")]
    [InlineData(-60, "-1m0s")]
    [InlineData(5400, "1h30m0s")]
    [InlineData(86400, "24h0m0s")]
    public void Spans_are_written_as_Go_does(double seconds, string text) => GoDuration.Format(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("1 h")]
    [InlineData("1h-3m")]
    [InlineData("1d")]
    [InlineData("9999999999h")]
    public void What_is_none_is_refused(string text) => GoDuration.TryParse(text, out _).ShouldBeFalse();
}
