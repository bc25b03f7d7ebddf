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
}
