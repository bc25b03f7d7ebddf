using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Tests.Validation;

public class GoTextTests
{
    [Theory]
    [InlineData("plain text", "\"plain text\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("\a\b\f\n\r\t\v", "\"\\a\\b\\f\\n\\r\\t\\v\"")]
    [InlineData("\u0001\u007f", "\"\\x01\\x7f\"")]
    [InlineData("\u0085\u00a0\u00ad\u2028\ufeff", "\"\\u0085\\u00a0\\u00ad\\u2028\\ufeff\"")]
    [InlineData("żółw \u4e16 \U0001F600", "\"żółw \u4e16 \U0001F600\"")]
    [InlineData("\U000E0001", "\"\\U000e0001\"")]
    public void What_cannot_be_printed_is_escaped(string text, string quoted) => GoText.Quote(text).ShouldBe(quoted);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(2.5, "2.5")]
    [InlineData(1000000, "1000000")]
    [InlineData(-1.5e16, "-15000000000000000")]
    [InlineData(9223372036854775808, "9223372036854776000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.25e-7, "1.25e-07")]
    public void Numbers_have_an_exponent_where_they_are_very_large_or_small(double number, string text) => GoText.Number(number).ShouldBe(text);
}
