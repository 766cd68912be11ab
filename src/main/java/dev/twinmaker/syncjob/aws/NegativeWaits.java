package dev.twinmaker.syncjob.aws;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Takes out a wait of less than nothing: the SDK throws for it, and what the answer said would be lost. */
final class NegativeWaits implements ExecutionInterceptor {

    private static final String HEADER = "Retry-After";

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        SdkHttpResponse response = context.httpResponse();
        return response.firstMatchingHeader(HEADER)
                        .filter(value -> value.strip().startsWith("-"))
                        .isPresent()
                ? response.toBuilder().removeHeader(HEADER).build()
                : response;
    }
}
